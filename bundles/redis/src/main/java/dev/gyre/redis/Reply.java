package dev.gyre.redis;

import java.util.List;

/** A reply of a server (RESP2). */
public sealed interface Reply {
    /** No value. */
    record Nil() implements Reply {
    }

    /** A short text such as {@code OK}. */
    record Status(String text) implements Reply {
    }

    /** An error. */
    record Failure(String text) implements Reply {
        /** The first word, such as {@code NOAUTH}; what follows it may repeat what was sent. */
        public String code() {
            return text.split(" ", 2)[0].replaceAll("[^A-Za-z0-9_-]", "?");
        }
    }

    /** An integer. */
    record Number(long value) implements Reply {
    }

    /** A string of bytes; not changed by anybody. */
    record Bytes(byte[] content) implements Reply {
    }

    /** A string that was too large to keep, where that was asked for. */
    record Skipped(long length) implements Reply {
    }

    /** An array. */
    record Items(List<Reply> items) implements Reply {
    }
}
