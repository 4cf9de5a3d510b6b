package dev.gyre.api.config;

import dev.gyre.api.GyreException;

/** What a user wrote cannot be used. The message starts with the position and the field. */
public class ConfigException extends GyreException {
    private static final long serialVersionUID = 1L;

    private final transient Position position;
    private final String field;
    private final String problem;

    /**
     * @param position where it was written
     * @param field    dotted path of the field, such as {@code component[1].trigger.route}; empty when there is none
     * @param problem  what is wrong with which value, and what is allowed instead
     */
    public ConfigException(Position position, String field, String problem) {
        super(position + ": " + (field.isEmpty() ? "" : field + ": ") + problem);
        this.position = position;
        this.field = field;
        this.problem = problem;
    }

    public Position position() {
        return position;
    }

    public String field() {
        return field;
    }

    /** The message without position and field. */
    public String problem() {
        return problem;
    }
}
