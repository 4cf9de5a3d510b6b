package dev.gyre.host.redis.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.abi.GuestHeap;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.redis.RedisFailure;
import dev.gyre.redis.Reply;

/**
 * What replies mean to guests (the conversions of redis-rs that Spin uses). All throw {@link RedisFailure} for an error of
 * the server's and for a reply of another kind. Stateless.
 */
final class Results {
    private Results() {
    }

    static Void nothing(Reply reply) {
        ok(reply);
        return null;
    }

    static long number(Reply reply) {
        if (ok(reply) instanceof Reply.Number(long value)) {
            return value;
        }
        throw unexpected(reply);
    }

    /** No value is an empty one. */
    static byte[] bytes(Reply reply) {
        return switch (ok(reply)) {
            case Reply.Bytes(byte[] content) -> content;
            case Reply.Nil() -> new byte[0];
            default -> throw unexpected(reply);
        };
    }

    static List<String> strings(Reply reply) {
        List<String> out = new ArrayList<>();
        if (ok(reply) instanceof Reply.Items(List<Reply> items)) {
            for (Reply item : items) {
                out.add(utf8(bytes(item)));
            }
        } else if (!(reply instanceof Reply.Nil)) {
            throw unexpected(reply);
        }
        return out;
    }

    private static String utf8(byte[] content) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new RedisFailure("a member of a set is not UTF-8", e);
        }
    }

    /**
     * A reply of any kind as the flat list {@code list<redis-result>}. No value and {@code OK} have their place in it, as
     * since Spin 2; Spin 1 left them out, so that the values of {@code MGET} could not be told apart.
     */
    static List<Reply> flat(Reply reply) {
        List<Reply> out = new ArrayList<>();
        flatten(reply, out);
        return out;
    }

    private static void flatten(Reply reply, List<Reply> out) {
        if (ok(reply) instanceof Reply.Items(List<Reply> items)) {
            items.forEach(item -> flatten(item, out));
        } else {
            out.add(reply);
        }
    }

    /** The case of the WIT variant {@code redis-result} is at 0, its value at 8; 16 bytes each. */
    static Slice lower(List<Reply> values, GuestHeap heap) {
        int array = heap.allocate(Math.multiplyExact(values.size(), 16), 8);
        LinearMemory memory = heap.memory();
        for (int i = 0; i < values.size(); i++) {
            int at = array + 16 * i;
            switch (values.get(i)) {
                case Reply.Nil() -> memory.writeByte(at, (byte) 0);
                case Reply.Status(String text) -> lower(memory, at, 1, heap.lower(text));
                case Reply.Number(long value) -> {
                    memory.writeByte(at, (byte) 2);
                    memory.writeLong(at + 8, value);
                }
                case Reply.Bytes(byte[] content) -> lower(memory, at, 3, heap.lower(content));
                case Reply.Failure failure -> throw unexpected(failure);
                case Reply.Items items -> throw unexpected(items);
                case Reply.Skipped skipped -> throw unexpected(skipped);
            }
        }
        return new Slice(array, values.size());
    }

    private static void lower(LinearMemory memory, int at, int tag, Slice value) {
        memory.writeByte(at, (byte) tag);
        memory.writeInt(at + 8, value.pointer());
        memory.writeInt(at + 12, value.length());
    }

    private static Reply ok(Reply reply) {
        if (reply instanceof Reply.Failure failure) {
            throw new RedisFailure("the server answers with the error " + failure.code());
        }
        return reply;
    }

    private static RedisFailure unexpected(Reply reply) {
        return new RedisFailure("the server answers with a " + reply.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + ", which this command does not give");
    }
}
