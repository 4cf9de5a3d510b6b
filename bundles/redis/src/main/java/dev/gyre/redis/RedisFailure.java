package dev.gyre.redis;

import dev.gyre.api.GyreException;

/** A command has no result. The message is for the log and holds no credentials; the guest learns only that it failed. */
public final class RedisFailure extends GyreException {
    private static final long serialVersionUID = 1L;

    public RedisFailure(String message) {
        super(message);
    }

    public RedisFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
