package dev.gyre.trigger.http.internal.serve;

import java.io.IOException;

/** A guest's body does not keep to what was announced of it. */
final class BrokenAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenAnswer(String message) {
        super(message);
    }
}
