package dev.gyre.trigger.redis.internal.deliver;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The heap that messages of all applications may take while they wait and are handled. Whoever finds no room waits, and with
 * him the server whose message it is. Thread-safe.
 */
public final class Buffers {
    /** What a waiting message costs beside its bytes. */
    private static final int OVERHEAD = 200;

    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private long used;

    public Buffers(long limit) {
        this.limit = limit;
    }

    /** Waits for room. A message that is larger than all of it gets in when nothing else is there. */
    void take(Message message) throws InterruptedException {
        long bytes = size(message);
        lock.lockInterruptibly();
        try {
            while (used > 0 && used + bytes > limit) {
                freed.await();
            }
            used += bytes;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(Message message) {
        lock.lock();
        try {
            used -= size(message);
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes in use. */
    public long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    private static long size(Message message) {
        return message.payload().length + OVERHEAD;
    }
}
