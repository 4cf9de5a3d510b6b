package dev.gyre.host.redis.internal.face;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.WitError;
import dev.gyre.api.host.WitResource;
import dev.gyre.host.redis.internal.GuestRedis;
import dev.gyre.host.redis.internal.face.RedisTypes.RedisParameter;
import dev.gyre.host.redis.internal.face.RedisTypes.RedisResult;
import dev.gyre.redis.RedisAddress;
import dev.gyre.redis.RedisFailure;

/** {@code fermyon:spin/redis@2.0.0}. For the event's thread. */
@WitResource(name = "connection", type = SpinRedis.Connection.class)
public final class SpinRedis {
    /** As Spin gives them out. */
    private static final int MOST = 256;

    private final GuestRedis redis;
    private int open;

    public SpinRedis(GuestRedis redis) {
        this.redis = redis;
    }

    public Connection connectionOpen(String address) throws Failure {
        if (open == MOST) {
            throw new Failure(new Problem.TooManyConnections());
        }
        try {
            RedisAddress.parse(address);
        } catch (RedisFailure e) {
            throw new Failure(new Problem.InvalidAddress());
        }
        told(() -> redis.ping(address));
        open++;
        return new Connection(address);
    }

    /** {@code resource connection}: an address that answered; what lies behind is shared by those with the same one. */
    public final class Connection implements AutoCloseable {
        private final String address;

        private Connection(String address) {
            this.address = address;
        }

        public void publish(String channel, byte[] payload) throws Failure {
            told(() -> redis.publish(address, channel, payload));
        }

        public Optional<byte[]> get(String key) throws Failure {
            return told(() -> redis.get(address, key));
        }

        public void set(String key, byte[] value) throws Failure {
            told(() -> redis.set(address, key, value));
        }

        public long incr(String key) throws Failure {
            return told(() -> redis.incr(address, key));
        }

        public long del(List<String> keys) throws Failure {
            return told(() -> redis.del(address, keys));
        }

        public long sadd(String key, List<String> values) throws Failure {
            return told(() -> redis.sadd(address, key, values));
        }

        public List<String> smembers(String key) throws Failure {
            return told(() -> redis.smembers(address, key));
        }

        public long srem(String key, List<String> values) throws Failure {
            return told(() -> redis.srem(address, key, values));
        }

        public List<RedisResult> execute(String command, List<RedisParameter> arguments) throws Failure {
            return told(() -> redis.execute(address, command, arguments));
        }

        @Override
        public void close() {
            open--;
        }
    }

    private static <T> T told(Supplier<T> work) throws Failure {
        try {
            return work.get();
        } catch (GuestRedis.WrongType e) {
            throw new Failure(new Problem.TypeError());
        } catch (RedisFailure e) {
            throw new Failure(e.getCause() instanceof OutboundDenied ? new Problem.InvalidAddress() : new Problem.Other(e.getMessage()));
        }
    }

    private static void told(Runnable work) throws Failure {
        told(() -> {
            work.run();
            return true;
        });
    }

    /** {@code error}. */
    public sealed interface Problem {
        /** No address of Redis, or one the component may not use. */
        record InvalidAddress() implements Problem {
        }

        /** The event has enough. */
        record TooManyConnections() implements Problem {
        }

        /** What is there is of another kind than the command is for. */
        record TypeError() implements Problem {
        }

        /** Something else. */
        record Other(String message) implements Problem {
        }
    }

    /** The error of every function. */
    public static final class Failure extends WitError {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Failure(Problem problem) {
            super(problem.toString());
            this.problem = problem;
        }

        @Override
        public Problem error() {
            return problem;
        }
    }
}
