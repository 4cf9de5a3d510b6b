package dev.gyre.api.runtime;

/** What an application wants for itself another one of this container has: an address, a path. The message names both. */
public class ConflictException extends DeployException {
    private static final long serialVersionUID = 1L;

    private final String holder;

    /** @param holder name of the application that has it */
    public ConflictException(String holder, String message) {
        super(message);
        this.holder = holder;
    }

    /** Name of the application that has it. */
    public String holder() {
        return holder;
    }
}
