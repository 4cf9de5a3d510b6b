package dev.gyre.component.wit;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.Position;

/** WIT text that cannot be used. The message starts with file, line and column. */
public class WitException extends GyreException {
    private static final long serialVersionUID = 1L;

    private final transient Position position;

    /** @param problem what is there, and what is allowed instead */
    public WitException(Position position, String problem) {
        super(position + ": " + problem);
        this.position = position;
    }

    public Position position() {
        return position;
    }
}
