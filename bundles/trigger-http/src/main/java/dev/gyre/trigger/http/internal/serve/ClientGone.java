package dev.gyre.trigger.http.internal.serve;

import java.io.IOException;

/** The connection is of no use any more: the client left, or was too slow for too long. Nobody is there to be answered. */
final class ClientGone extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGone(String message) {
        super(message);
    }

    ClientGone(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
