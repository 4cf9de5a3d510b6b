package dev.gyre.api.runtime;

/** An application lacks something that a bundle may bring: it can be deployed once that is there. */
public class MissingException extends DeployException {
    private static final long serialVersionUID = 1L;

    public MissingException(String message) {
        super(message);
    }
}
