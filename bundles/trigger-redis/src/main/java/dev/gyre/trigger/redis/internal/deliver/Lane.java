package dev.gyre.trigger.redis.internal.deliver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one component: some wait, some are handled, each on a thread of its own. A slow component holds up the others
 * of its subscription only once its queue is full. Thread-safe.
 */
public final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger("dev.gyre.trigger.redis");
    /**
     * How long a lane that is being closed looks on while no message gets an instance. What they wait for may come back only after the trigger
     * has gone, when a refresh takes host interface and trigger alike, and until then the requests of the application wait, too.
     */
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    private final MessageHandler handler;
    private final int inFlight;
    private final int queue;
    private final Buffers buffers;
    private final Thread.Builder.OfVirtual threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Message> waiting = new ArrayDeque<>();
    private final Set<Thread> running = new HashSet<>();
    /** Those of {@link #running} that have an instance. */
    private final Set<Thread> inGuest = new HashSet<>();
    private boolean closed;

    /**
     * @param inFlight messages handled at once
     * @param queue    messages that may wait
     */
    public Lane(MessageHandler handler, int inFlight, int queue, Buffers buffers) {
        this.handler = handler;
        this.inFlight = inFlight;
        this.queue = queue;
        this.buffers = buffers;
        threads = Thread.ofVirtual().name("gyre-redis " + handler.application() + "/" + handler.componentId() + "-", 0).inheritInheritableThreadLocals(false);
    }

    /** Takes a message, in order; waits while too many do already. What comes after {@link #close} is dropped. */
    public void put(Message message) throws InterruptedException {
        buffers.take(message);
        boolean taken = false;
        lock.lock();
        try {
            while (waiting.size() >= queue && !closed) {
                changed.await();
            }
            if (!closed) {
                waiting.add(message);
                taken = true;
                startSome();
            }
        } finally {
            lock.unlock();
            if (!taken) {
                buffers.giveBack(message);
            }
        }
    }

    private void startSome() {
        while (running.size() < inFlight && !waiting.isEmpty()) {
            Message next = waiting.remove();
            Thread thread = threads.unstarted(() -> run(next));
            running.add(thread);
            thread.start();
        }
    }

    private void run(Message message) {
        try {
            handler.handle(message, this::begun);
        } finally {
            buffers.giveBack(message);
            lock.lock();
            try {
                running.remove(Thread.currentThread());
                inGuest.remove(Thread.currentThread());
                startSome();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void begun() {
        lock.lock();
        try {
            inGuest.add(Thread.currentThread());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more and lets what came end; what has not begun in time is lost, and what runs then is interrupted. Blocks, but not for long
     * once all that is left waits for an engine or host interface that is not there.
     *
     * @param deadline as {@link System#nanoTime}
     */
    public void close(long deadline) {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            boolean goesOn = true;
            while (goesOn && !(running.isEmpty() && waiting.isEmpty())) {
                long left = deadline - System.nanoTime();
                goesOn = changed.awaitNanos(inGuest.isEmpty() ? Math.min(left, STANDSTILL.toNanos()) : left) > 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            dropRest();
            lock.unlock();
        }
    }

    private void dropRest() {
        if (!waiting.isEmpty()) {
            LOG.warn("app \"{}\", component \"{}\": {} messages were not handled before the trigger had to close and are lost",
                    handler.application(), handler.componentId(), waiting.size());
            waiting.forEach(buffers::giveBack);
            waiting.clear();
        }
        running.forEach(Thread::interrupt);
    }
}
