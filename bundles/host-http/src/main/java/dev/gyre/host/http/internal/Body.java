package dev.gyre.host.http.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.engine.HeapBudget;

/**
 * A response body on its way into a guest, in blocks, so that a body that comes in tiny pieces costs no more than its size
 * and none is ever copied into one array. Thread-safe: the network fills it, the guest's thread may give up on it meanwhile.
 */
final class Body implements AutoCloseable {
    private static final int FIRST_BLOCK = 1 << 10;
    private static final int LARGEST_BLOCK = 1 << 16;

    /** Takes a piece of a body that starts at a position, counted from the start of the copied part. */
    @FunctionalInterface
    interface Sink {
        void accept(int position, byte[] block, int offset, int count);
    }

    private final HeapBudget budget;
    private final long limit;
    private final List<byte[]> blocks = new ArrayList<>();
    private long taken;
    private int lastUsed;
    private long length;
    private boolean closed;

    Body(HeapBudget budget, long limit) {
        this.budget = budget;
        this.limit = limit;
    }

    /** @throws OutboundFailure when it grows over the limit or there is no room */
    synchronized void append(ByteBuffer bytes) {
        checkLength(length + bytes.remaining());
        while (bytes.hasRemaining()) {
            if (blocks.isEmpty() || lastUsed == blocks.getLast().length) {
                addBlock();
            }
            byte[] block = blocks.getLast();
            int count = Math.min(bytes.remaining(), block.length - lastUsed);
            bytes.get(block, lastUsed, count);
            lastUsed += count;
            length += count;
        }
    }

    /** @throws OutboundFailure when a body of that length would be over the limit */
    void checkLength(long announced) {
        if (announced > limit) {
            throw new OutboundFailure(OutboundFailure.Kind.REQUEST, "the response body is over the limit of " + limit + " bytes");
        }
    }

    private void addBlock() {
        if (closed) {
            throw new OutboundFailure(OutboundFailure.Kind.RUNTIME, "nobody waits for the response any more");
        }
        int size = (int) Math.clamp(length, FIRST_BLOCK, LARGEST_BLOCK);
        if (!budget.take(size)) {
            throw OutboundFailure.noRoom(budget);
        }
        taken += size;
        blocks.add(new byte[size]);
        lastUsed = 0;
    }

    synchronized int length() {
        return Math.toIntExact(length);
    }

    /** Copies a part of it. */
    synchronized void copy(int from, int count, Sink sink) {
        int skip = from;
        int done = 0;
        for (byte[] block : blocks) {
            if (done == count) {
                return;
            }
            int part = Math.min(count - done, block.length - skip);
            if (part > 0) {
                sink.accept(done, block, skip, part);
                done += part;
            }
            skip = Math.max(0, skip - block.length);
        }
    }

    /** Gives its memory back. */
    @Override
    public synchronized void close() {
        closed = true;
        blocks.clear();
        lastUsed = 0;
        budget.giveBack(taken);
        taken = 0;
    }
}
