package dev.gyre.engine.graalwasm.internal.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.gyre.api.Uninterrupted;
import dev.gyre.api.engine.Suspensions;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/**
 * Which thread runs a store's guests and whether it is in a host function, so that another one can stop it. Guest code is
 * stopped by cancelling its context. A host function is woken by interrupting its thread: that happens only between
 * {@link #enterHost} and {@link #leaveHost} of that very thread, and the latter clears the flag, so it hits no other event.
 */
final class Running {
    private static final VarHandle OWNER;
    private static final VarHandle HOST;
    private static final VarHandle STOPPED;
    /** Stands for the thread while somebody interrupts it: {@link #leaveHost} waits until that is done. */
    private static final Object INTERRUPTING = new Object();

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OWNER = lookup.findVarHandle(Running.class, "owner", Thread.class);
            HOST = lookup.findVarHandle(Running.class, "host", Object.class);
            STOPPED = lookup.findVarHandle(Running.class, "stopped", Stop.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Longer than it takes to stop a guest that has left, on any machine. */
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Runnable cancel;
    private volatile Thread owner;
    private volatile Object host;
    private volatile Stop stopped;
    private volatile boolean interrupted;
    private boolean interruptedBefore;
    private final Suspensions suspensions = new Suspensions();

    /**
     * @param kind why
     * @param done when guest code that may have run has been ended
     */
    private record Stop(TrapKind kind, CountDownLatch done) {
    }

    /** @param cancel ends the guest code that runs; may block; called once, on a thread of its own */
    Running(Runnable cancel) {
        this.cancel = cancel;
    }

    /** Why the guests are not to run any more; {@code null} when they may. */
    TrapKind stopped() {
        Stop stop = stopped;
        return stop == null ? null : stop.kind();
    }

    /** @return whether this call is the outermost, which has to {@link #leave} */
    boolean enter() {
        Thread current = Thread.currentThread();
        if (owner == current) {
            check();
            return false;
        }
        if (!OWNER.compareAndSet(this, null, current)) {
            throw new TrapException(TrapKind.ENGINE_FAILURE, "store is used by two threads at once");
        }
        try {
            check();
            if (current.isInterrupted()) {
                throw new TrapException(TrapKind.CANCELLED, "the thread was interrupted");
            }
        } catch (TrapException e) {
            owner = null;
            throw e;
        }
        return true;
    }

    void leave(boolean outermost) {
        if (outermost) {
            owner = null;
            endStop();
        }
    }

    /**
     * Waits for whoever ends the guest, and takes back the interrupt that GraalWasm gives to the threads it finds in the context then, this one
     * perhaps: it must not hit what the thread does next.
     */
    void endStop() {
        Stop stop = stopped;
        if (stop == null) {
            return;
        }
        long end = System.nanoTime() + STOP.toNanos();
        Uninterrupted.await(() -> stop.done().await(end - System.nanoTime(), TimeUnit.NANOSECONDS));
        Thread.interrupted();
    }

    /** @return whether this host function is the outermost, which has to {@link #leaveHost} */
    boolean enterHost() {
        if (host != null) {
            return false;
        }
        Thread current = Thread.currentThread();
        interruptedBefore = current.isInterrupted();
        host = current;
        return true;
    }

    /** Waits while somebody interrupts the thread. */
    private void release(Thread current, Object next) {
        while (!HOST.compareAndSet(this, current, next)) {
            Thread.yield();
        }
    }

    void leaveHost(boolean outermost) {
        if (!outermost) {
            return;
        }
        Thread current = Thread.currentThread();
        release(current, null);
        if (interrupted) {
            interrupted = false;
            Thread.interrupted();
            if (interruptedBefore) {
                current.interrupt();
            }
        }
    }

    /** Leaves the store to other threads while this one waits in a host function, and takes it back when they have left it. */
    void suspend(Runnable wait) {
        Thread current = Thread.currentThread();
        if (owner != current || host == null) {
            throw new TrapException(TrapKind.ENGINE_FAILURE, "only a host function can wait, on the thread that called it");
        }
        release(current, INTERRUPTING);
        boolean interruptedByStop = interrupted;
        boolean interruptedByOthers = interruptedBefore;
        interrupted = false;
        Suspensions.Suspension suspension = suspensions.begin();
        host = null;
        owner = null;
        try {
            check();
            wait.run();
        } finally {
            while (!OWNER.compareAndSet(this, null, current)) {
                Thread.yield();
            }
            interruptedBefore = interruptedByOthers;
            interrupted = suspension.end() || interruptedByStop;
            host = current;
        }
        check();
    }

    /** @throws TrapException when somebody stopped the store */
    void check() {
        Stop stop = stopped;
        if (stop != null) {
            throw new TrapException(stop.kind(), "stopped: " + stop.kind());
        }
    }

    void stop(TrapKind kind) {
        Stop stop = new Stop(kind, new CountDownLatch(1));
        boolean first = STOPPED.compareAndSet(this, null, stop);
        try {
            suspensions.interrupt();
            interruptHost();
        } finally {
            if (first) {
                end(stop);
            }
        }
    }

    private void interruptHost() {
        // Whoever holds INTERRUPTING is about to interrupt the same thread.
        if (host instanceof Thread running && HOST.compareAndSet(this, running, INTERRUPTING)) {
            try {
                interrupted = true;
                running.interrupt();
            } finally {
                host = running;
            }
        }
    }

    private void end(Stop stop) {
        if (owner == null) {
            stop.done().countDown();
            return;
        }
        // A platform thread: the carriers of virtual ones may all be busy with guests.
        Thread thread = Thread.ofPlatform().daemon().name("gyre-graalwasm-stop").unstarted(() -> {
            try {
                cancel.run();
            } finally {
                stop.done().countDown();
            }
        });
        try {
            thread.start();
        } catch (Error e) {
            stop.done().countDown();
            throw e;
        }
    }
}
