package dev.gyre.api.engine;

import dev.gyre.api.GyreException;

/** The guest ended itself ({@code proc_exit}); thrown by the host function and passed through the engine as it is. */
public class GuestExit extends GyreException {
    private static final long serialVersionUID = 1L;

    private final int code;

    public GuestExit(int code) {
        super("guest exited with code " + code);
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** An exit is an answer, not a failure: nobody looks at its stack. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
