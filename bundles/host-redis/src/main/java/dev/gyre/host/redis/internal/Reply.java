package dev.gyre.host.redis.internal;

import java.util.List;

/** A reply of a server (RESP2). */
sealed interface Reply {
    /** No value. */
    record Nil() implements Reply {
    }

    /** A short text such as {@code OK}. */
    record Status(String text) implements Reply {
    }

    /** An error. */
    record Failure(String text) implements Reply {
    }

    /** An integer. */
    record Number(long value) implements Reply {
    }

    /** A string of bytes; not changed by anybody. */
    record Bytes(byte[] content) implements Reply {
    }

    /** An array. */
    record Items(List<Reply> items) implements Reply {
    }
}
