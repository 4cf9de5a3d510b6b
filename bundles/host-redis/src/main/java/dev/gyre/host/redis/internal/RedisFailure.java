package dev.gyre.host.redis.internal;

import dev.gyre.api.GyreException;

/** A command has no result. The message is for the log and holds no credentials; the guest learns only that it failed. */
final class RedisFailure extends GyreException {
    private static final long serialVersionUID = 1L;

    RedisFailure(String message) {
        super(message);
    }

    RedisFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
