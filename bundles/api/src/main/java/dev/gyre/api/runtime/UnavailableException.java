package dev.gyre.api.runtime;

import dev.gyre.api.GyreException;

/** An event found no place, engine, host interface or executor within its time. Trying again later may help. */
public class UnavailableException extends GyreException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
        super(message);
    }
}
