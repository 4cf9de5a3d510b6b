package dev.gyre.component.link;

import dev.gyre.api.GyreException;

/** An import that nothing satisfies, or with something of another type. The message names it and shows both types. */
public final class LinkException extends GyreException {
    private static final long serialVersionUID = 1L;

    public LinkException(String message) {
        super(message);
    }
}
