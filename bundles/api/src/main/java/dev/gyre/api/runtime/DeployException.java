package dev.gyre.api.runtime;

import dev.gyre.api.GyreException;

/** An application cannot be deployed. The message names the component and what is wrong with it. */
public class DeployException extends GyreException {
    private static final long serialVersionUID = 1L;

    public DeployException(String message) {
        super(message);
    }

    public DeployException(String message, Throwable cause) {
        super(message, cause);
    }
}
