package dev.gyre.component.value;

import dev.gyre.api.GyreException;

/** A Java value that is not in the canonical form of its type. The host's mistake, never the guest's. */
public final class ValueException extends GyreException {
    private static final long serialVersionUID = 1L;

    public ValueException(String message) {
        super(message);
    }
}
