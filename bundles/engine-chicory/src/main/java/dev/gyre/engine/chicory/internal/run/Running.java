package dev.gyre.engine.chicory.internal.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

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

    /** {@code null} when no guest runs. */
    @SuppressWarnings("unused")
    private volatile Object thread;
    private volatile TrapKind stopped;
    private volatile boolean interrupted;

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

    /** To be called by the thread that entered. */
    void leave() {
        Thread current = Thread.currentThread();
        while (!THREAD.compareAndSet(this, current, null)) {
            Thread.yield();
        }
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

    void stop(TrapKind kind) {
        STOPPED.compareAndSet(this, null, kind);
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
