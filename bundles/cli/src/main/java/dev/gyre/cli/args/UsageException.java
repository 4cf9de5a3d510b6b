package dev.gyre.cli.args;

import dev.gyre.api.GyreException;

/** A command line that cannot be understood. */
public class UsageException extends GyreException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
