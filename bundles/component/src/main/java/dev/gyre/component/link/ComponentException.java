package dev.gyre.component.link;

import dev.gyre.api.engine.ModuleException;

/** Bytes that are no valid component, or a component that needs what is not supported. The message says which and where. */
public final class ComponentException extends ModuleException {
    private static final long serialVersionUID = 1L;

    public ComponentException(String message) {
        super(message);
    }

    public ComponentException(String message, Throwable cause) {
        super(message, cause);
    }
}
