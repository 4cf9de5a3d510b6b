package dev.gyre.redis;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.gyre.api.engine.HeapBudget;

/**
 * Reads replies of the Redis serialization protocol, version 2, from a server nobody vouches for: a guest of manifest v1 may
 * name any. No memory is taken on the server's word; size, number and depth of values are bounded. For one thread at a time.
 */
final class ReplyReader {
    static final int MAX_LINE = 1 << 16;
    static final int MAX_DEPTH = 16;
    /** What a value costs on the heap beside its bytes. */
    private static final int OVERHEAD = 64;

    private final ReadableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 13).flip();
    private final long limit;
    private final HeapBudget budget;
    private final boolean skip;
    private long held;

    ReplyReader(ReadableByteChannel channel, RedisConnection.Limits limits) {
        this.channel = channel;
        limit = limits.reply();
        budget = limits.budget();
        skip = limits.skip();
    }

    /**
     * The next reply; blocks until it is complete. What it takes of the budget is asked for with {@link #detach}.
     *
     * @throws RedisFailure when it is no reply, or over a limit; the connection is then of no more use
     */
    Reply read() throws IOException {
        return value(0);
    }

    private Reply value(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new RedisFailure("a reply is nested deeper than " + MAX_DEPTH);
        }
        take(OVERHEAD);
        byte type = next();
        return switch (type) {
            case '+' -> new Reply.Status(line());
            case '-' -> new Reply.Failure(line());
            case ':' -> new Reply.Number(number());
            case '$' -> bulk();
            case '*' -> array(depth);
            default -> throw new RedisFailure("what answers is no redis server: a reply starts with byte " + (type & 0xff));
        };
    }

    private Reply bulk() throws IOException {
        long length = number();
        if (length == -1) {
            return new Reply.Nil();
        }
        if (skip && checked(length) > limit - held) {
            skip(length);
            return new Reply.Skipped(length);
        }
        checkRoom(checked(length));
        byte[] content = new byte[0];
        int filled = 0;
        while (filled < length) {
            if (filled == content.length) {
                int size = (int) Math.min(length, Math.max(buffer.capacity(), 2L * filled));
                take(size - filled);
                content = Arrays.copyOf(content, size);
            }
            if (!buffer.hasRemaining()) {
                fill();
            }
            int count = Math.min(buffer.remaining(), content.length - filled);
            buffer.get(content, filled, count);
            filled += count;
        }
        endOfString();
        return new Reply.Bytes(content);
    }

    private void skip(long length) throws IOException {
        long left = length;
        while (left > 0) {
            if (!buffer.hasRemaining()) {
                fill();
            }
            int count = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + count);
            left -= count;
        }
        endOfString();
    }

    private void endOfString() throws IOException {
        if (next() != '\r' || next() != '\n') {
            throw new RedisFailure("a string in a reply does not end where it says");
        }
    }

    private Reply array(int depth) throws IOException {
        long count = number();
        if (count == -1) {
            return new Reply.Nil();
        }
        checked(count);
        List<Reply> items = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            items.add(value(depth + 1));
        }
        return new Reply.Items(items);
    }

    private static long checked(long length) {
        if (length < 0) {
            throw new RedisFailure("a length in a reply is " + length);
        }
        return length;
    }

    private long number() throws IOException {
        String text = line();
        if (!text.matches("-?[0-9]{1,19}")) {
            throw new RedisFailure("a number in a reply is none");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new RedisFailure("a number in a reply is none", e);
        }
    }

    private String line() throws IOException {
        StringBuilder out = new StringBuilder();
        byte b;
        while ((b = next()) != '\r') {
            if (out.length() == MAX_LINE) {
                throw new RedisFailure("a line in a reply is longer than " + MAX_LINE + " bytes");
            }
            out.append((char) (b & 0xff));
        }
        if (next() != '\n') {
            throw new RedisFailure("a line in a reply ends with a bare carriage return");
        }
        take(out.length());
        return new String(out.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void checkRoom(long bytes) {
        if (bytes > limit - held) {
            throw new RedisFailure("a reply is over the limit of " + limit + " bytes");
        }
    }

    private void take(long bytes) {
        checkRoom(bytes);
        if (!budget.take(bytes)) {
            throw new RedisFailure("replies to all guests together would take more than the " + budget.limit() + " bytes of \"buffers\"");
        }
        held += bytes;
    }

    /** What the reply took of the budget; from now on the caller has to give it back. */
    long detach() {
        long taken = held;
        held = 0;
        return taken;
    }

    private byte next() throws IOException {
        if (!buffer.hasRemaining()) {
            fill();
        }
        return buffer.get();
    }

    private void fill() throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    /** Whether bytes are there that nobody asked for. */
    boolean hasUnread() {
        return buffer.hasRemaining();
    }
}
