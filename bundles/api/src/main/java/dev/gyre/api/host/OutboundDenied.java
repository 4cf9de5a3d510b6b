package dev.gyre.api.host;

import dev.gyre.api.GyreException;

/** A component asked for a connection it may not open. The message names the destination and the line that would allow it. */
public class OutboundDenied extends GyreException {
    private static final long serialVersionUID = 1L;

    public OutboundDenied(String message) {
        super(message);
    }
}
