package dev.gyre.host.redis.internal.face;

/** The types that all versions share. */
public final class RedisTypes {
    private RedisTypes() {
    }

    /** {@code redis-parameter}. */
    public sealed interface RedisParameter {
        /** A number, which goes to the server as text. */
        record Int64(long value) implements RedisParameter {
        }

        /** Bytes. */
        record Binary(byte[] value) implements RedisParameter {
        }
    }

    /** {@code redis-result}. */
    public sealed interface RedisResult {
        /** No value. */
        record Nil() implements RedisResult {
        }

        /** A text such as {@code OK}. */
        record Status(String value) implements RedisResult {
        }

        /** A number. */
        record Int64(long value) implements RedisResult {
        }

        /** Bytes. */
        record Binary(byte[] value) implements RedisResult {
        }
    }
}
