package dev.gyre.trigger.redis.internal.deliver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.runtime.UnavailableException;

/**
 * The messages of one component: some wait, some are handled, each on a thread of its own. A slow component holds up the others
 * of its subscription only once its queue is full. While the runtime is replaced none is begun, and what comes waits. Thread-safe.
 */
public final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger("dev.gyre.trigger.redis");
    /**
     * How long a lane that is being closed or held looks on while no message gets an instance. What they wait for may come back only after the
     * trigger has gone, when a refresh takes host interface and trigger alike, and until then the requests of the application wait, too. So long
     * a message that gets none is not yet lost: it may be the runtime that goes, and then it is kept.
     */
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    private final String application;
    private final String componentId;
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
    /** Nobody while the lane is held. */
    private Optional<MessageHandler> handler;
    private boolean closed;

    /**
     * @param inFlight messages handled at once
     * @param queue    messages that may wait
     */
    public Lane(MessageHandler handler, int inFlight, int queue, Buffers buffers) {
        this.handler = Optional.of(handler);
        this.application = handler.application();
        this.componentId = handler.componentId();
        this.inFlight = inFlight;
        this.queue = queue;
        this.buffers = buffers;
        threads = Thread.ofVirtual().name("gyre-redis " + application + "/" + componentId + "-", 0).inheritInheritableThreadLocals(false);
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
        while (handler.isPresent() && running.size() < inFlight && !waiting.isEmpty()) {
            Message next = waiting.remove();
            MessageHandler by = handler.get();
            Thread thread = threads.unstarted(() -> run(next, by));
            running.add(thread);
            thread.start();
        }
    }

    private void run(Message message, MessageHandler by) {
        boolean kept = false;
        try {
            by.handle(message, this::begun);
        } catch (UnavailableException e) {
            kept = keep(message, by);
            if (!kept) {
                by.lost(message, e);
            }
        } finally {
            if (!kept) {
                buffers.giveBack(message);
            }
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

    /** Takes back a message that nobody has seen, when the lane has been held meanwhile or is before long. */
    private boolean keep(Message message, MessageHandler by) {
        lock.lock();
        try {
            long left = STANDSTILL.toNanos();
            while (handler.filter(by::equals).isPresent() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            boolean kept = !closed && handler.filter(by::equals).isEmpty();
            if (kept) {
                waiting.addFirst(message);
            }
            return kept;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
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
     * Begins no more messages and lets those that have begun end; what comes waits, and from {@code queue} messages on the server does. Blocks.
     *
     * @param deadline as {@link System#nanoTime}; what still runs then is interrupted
     */
    public void hold(long deadline) {
        lock.lock();
        try {
            handler = Optional.empty();
            changed.signalAll();
            awaitIdle(deadline);
        } finally {
            running.forEach(Thread::interrupt);
            lock.unlock();
        }
    }

    /** Has everything handled by another from now on, what waits first. */
    public void resume(MessageHandler next) {
        lock.lock();
        try {
            handler = Optional.of(next);
            startSome();
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
            awaitIdle(deadline);
        } finally {
            dropRest();
            lock.unlock();
        }
    }

    /** Until nothing runs, nor could be begun; an interrupt ends it and stays set. */
    private void awaitIdle(long deadline) {
        try {
            boolean goesOn = true;
            while (goesOn && !(running.isEmpty() && (waiting.isEmpty() || handler.isEmpty()))) {
                long left = deadline - System.nanoTime();
                goesOn = changed.awaitNanos(inGuest.isEmpty() ? Math.min(left, STANDSTILL.toNanos()) : left) > 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dropRest() {
        if (!waiting.isEmpty()) {
            LOG.warn("app \"{}\", component \"{}\": {} messages were not handled before the trigger had to close and are lost",
                    application, componentId, waiting.size());
            waiting.forEach(buffers::giveBack);
            waiting.clear();
        }
        running.forEach(Thread::interrupt);
    }
}
