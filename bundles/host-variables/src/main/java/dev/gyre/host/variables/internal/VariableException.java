package dev.gyre.host.variables.internal;

import dev.gyre.api.GyreException;

/** A variable has no value for a guest. The message goes to the guest: it names paths, never values or causes. */
final class VariableException extends GyreException {
    private static final long serialVersionUID = 1L;

    /** The cases of the WIT variant {@code error} in {@code spin-config}, in order. */
    enum Kind {
        PROVIDER, INVALID_KEY, INVALID_SCHEMA, OTHER
    }

    private final Kind kind;

    VariableException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
