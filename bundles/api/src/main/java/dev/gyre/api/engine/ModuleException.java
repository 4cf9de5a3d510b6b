package dev.gyre.api.engine;

import dev.gyre.api.GyreException;

/** Bytes that are no valid module, or a module this engine cannot run. The message says which and why. */
public class ModuleException extends GyreException {
    private static final long serialVersionUID = 1L;

    public ModuleException(String message) {
        super(message);
    }

    public ModuleException(String message, Throwable cause) {
        super(message, cause);
    }
}
