package dev.gyre.engine.chicory.internal.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import dev.gyre.api.engine.Suspensions;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/**
 * Which thread runs a store's guests, so that another one can stop it. Host functions that block and interpreted functions see
 * the thread's interrupt flag; it is set only between {@link #enter} and {@link #leave} of that very thread, and is
 * cleared by {@code leave}: it hits no other event. Somebody else's interrupt that comes together with a stop is cleared with it;
 * one that came before keeps the thread out.
 */
final class Running {
    private static final VarHandle THREAD;
    private static final VarHandle STOPPED;
    /** Stands for the thread while somebody interrupts it: {@link #leave} waits until that is done. */
    private static final Object INTERRUPTING = new Object();
    /** Stands for the thread while it leaves the store to others or takes it back: nobody interrupts it then, it looks for itself. */
    private static final Object SWITCHING = new Object();

    /** {@code null} when no guest runs. */
    @SuppressWarnings("unused")
    private volatile Object thread;
    private volatile TrapKind stopped;
    private volatile boolean interrupted;
    private final Suspensions suspensions = new Suspensions();

    static {
        try {
            THREAD = MethodHandles.lookup().findVarHandle(Running.class, "thread", Object.class);
            STOPPED = MethodHandles.lookup().findVarHandle(Running.class, "stopped", TrapKind.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    TrapKind stopped() {
        return stopped;
    }

    boolean isIdle() {
        return thread == null;
    }

    /** Whether no thread has calls in the store, not even one that waits. */
    boolean isUnused() {
        return thread == null && suspensions.isEmpty();
    }

    /** Marks this thread as the one that runs the guests. Not for calls made within such a call. */
    void enter() {
        Thread current = Thread.currentThread();
        if (current.isInterrupted()) {
            throw new TrapException(TrapKind.CANCELLED, "the thread was interrupted");
        }
        if (!THREAD.compareAndSet(this, null, current)) {
            throw twoThreads();
        }
        if (stopped != null) {
            leave();
            check();
        }
    }

    /** Checks a call made within another. @throws TrapException when somebody stopped the store */
    void enterNested() {
        Object running = thread;
        if (running != Thread.currentThread() && running != INTERRUPTING) {
            throw twoThreads();
        }
        check();
    }

    private static TrapException twoThreads() {
        return new TrapException(TrapKind.ENGINE_FAILURE, "store is used by two threads at once");
    }

    /** Waits while somebody interrupts the thread. */
    private void release(Thread current, Object next) {
        while (!THREAD.compareAndSet(this, current, next)) {
            Thread.yield();
        }
    }

    /** To be called by the thread that entered. */
    void leave() {
        release(Thread.currentThread(), null);
        if (interrupted) {
            interrupted = false;
            Thread.interrupted();
        }
    }

    /** @throws TrapException when somebody stopped the store */
    void check() {
        TrapKind kind = stopped;
        if (kind != null) {
            throw new TrapException(kind, "stopped: " + kind);
        }
    }

    /** Leaves the store to other threads while this one waits, and takes it back when they have left it. */
    void suspend(Runnable wait) {
        Thread current = Thread.currentThread();
        if (thread != current && thread != INTERRUPTING) {
            throw twoThreads();
        }
        release(current, SWITCHING);
        boolean interruptedBefore = interrupted;
        interrupted = false;
        Suspensions.Suspension suspension = suspensions.begin();
        thread = null;
        try {
            check();
            wait.run();
        } finally {
            while (!THREAD.compareAndSet(this, null, SWITCHING)) {
                Thread.yield();
            }
            interrupted = suspension.end() || interruptedBefore;
            thread = current;
        }
        check();
    }

    void stop(TrapKind kind) {
        STOPPED.compareAndSet(this, null, kind);
        suspensions.interrupt();
        // Whoever holds INTERRUPTING is about to interrupt the same thread.
        if (thread instanceof Thread running && THREAD.compareAndSet(this, running, INTERRUPTING)) {
            try {
                interrupted = true;
                running.interrupt();
            } finally {
                thread = running;
            }
        }
    }
}
