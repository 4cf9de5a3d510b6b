package dev.gyre.component.bind;

import dev.gyre.api.GyreException;

/** A Java class that does not have the shape of its WIT interface. The message shows both sides. */
public class BindException extends GyreException {
    private static final long serialVersionUID = 1L;

    public BindException(String message) {
        super(message);
    }
}
