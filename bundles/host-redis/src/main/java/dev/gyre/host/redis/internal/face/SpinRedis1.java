package dev.gyre.host.redis.internal.face;

import java.util.List;
import java.util.function.Supplier;

import dev.gyre.api.host.WitError;
import dev.gyre.host.redis.internal.GuestRedis;
import dev.gyre.host.redis.internal.face.RedisTypes.RedisParameter;
import dev.gyre.host.redis.internal.face.RedisTypes.RedisResult;
import dev.gyre.redis.RedisFailure;

/** {@code fermyon:spin/redis}: the guest learns only that a command failed. For the event's thread. */
public final class SpinRedis1 {
    private final GuestRedis redis;

    public SpinRedis1(GuestRedis redis) {
        this.redis = redis;
    }

    public void publish(String address, String channel, byte[] payload) throws Failure {
        told(() -> redis.publish(address, channel, payload));
    }

    /** No value is an empty one. */
    public byte[] get(String address, String key) throws Failure {
        return told(() -> redis.get(address, key)).orElse(new byte[0]);
    }

    public void set(String address, String key, byte[] value) throws Failure {
        told(() -> redis.set(address, key, value));
    }

    public long incr(String address, String key) throws Failure {
        return told(() -> redis.incr(address, key));
    }

    public long del(String address, List<String> keys) throws Failure {
        return told(() -> redis.del(address, keys));
    }

    public long sadd(String address, String key, List<String> values) throws Failure {
        return told(() -> redis.sadd(address, key, values));
    }

    public List<String> smembers(String address, String key) throws Failure {
        return told(() -> redis.smembers(address, key));
    }

    public long srem(String address, String key, List<String> values) throws Failure {
        return told(() -> redis.srem(address, key, values));
    }

    public List<RedisResult> execute(String address, String command, List<RedisParameter> arguments) throws Failure {
        return told(() -> redis.execute(address, command, arguments));
    }

    private static <T> T told(Supplier<T> work) throws Failure {
        try {
            return work.get();
        } catch (RedisFailure | GuestRedis.WrongType e) {
            throw new Failure();
        }
    }

    private static void told(Runnable work) throws Failure {
        told(() -> {
            work.run();
            return true;
        });
    }

    /** {@code error} of {@code redis-types}. */
    public enum Problem {
        /** Never given. */
        SUCCESS,
        /** Anything. */
        ERROR
    }

    /** The error of every function. */
    public static final class Failure extends WitError {
        private static final long serialVersionUID = 1L;

        Failure() {
            super("failed");
        }

        @Override
        public Problem error() {
            return Problem.ERROR;
        }
    }
}
