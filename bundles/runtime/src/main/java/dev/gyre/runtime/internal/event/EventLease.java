package dev.gyre.runtime.internal.event;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.runtime.InstanceLease;

/**
 * One event: its store, its deadline and all it has to give back. The event's thread uses it; the watchdog may interrupt it,
 * and takes it away when it was forgotten.
 */
public final class EventLease implements InstanceLease {
    private static final Logger LOG = LoggerFactory.getLogger(EventLease.class);
    /** How long after its deadline an event may still be open before somebody is told. */
    static final long GRACE = TimeUnit.SECONDS.toNanos(3);

    private enum State { IDLE, RUNNING, CLOSED }

    /** What an event has taken and gives back at its end. */
    record Taken(Store store, EventContext context, Runnable release) {
    }

    private final PreparedComponent component;
    private final Watchdog watchdog;
    private final Taken taken;
    private final long deadline;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private volatile Thread runner;
    private volatile CoreInstance instance;
    private volatile long nextCheck;
    /** Calls into the guest so far; written by the event's thread alone. */
    private volatile int calls;
    /** The watchdog's: the guest's call at its last look, and whether it was told. */
    private int seenCall;
    private boolean told;
    private final Object interrupting = new Object();
    /** Guarded by {@link #interrupting}: whether the store may no longer be interrupted, and whether it was. */
    private boolean over;
    private boolean interrupted;

    /** @param deadline on the watchdog's clock */
    EventLease(PreparedComponent component, Watchdog watchdog, Taken taken, long deadline) {
        this.component = component;
        this.watchdog = watchdog;
        this.taken = taken;
        this.deadline = deadline;
        this.nextCheck = deadline;
    }

    /** Makes the instance and runs {@code _initialize}. On failure the event is over and everything is given back. */
    void start() {
        watchdog.add(this);
        boolean started = false;
        enter();
        try {
            instance = component.pre().instantiate(taken.store());
            if (component.initialize()) {
                instance.function("_initialize").orElseThrow().call();
            }
            started = true;
        } catch (TrapException e) {
            report("start-up", e);
            throw e;
        } catch (GuestExit e) {
            TrapException trap = new TrapException(TrapKind.ABI_VIOLATION, "the guest exited with code " + e.code() + " while starting");
            report("start-up", trap);
            throw trap;
        } finally {
            exit();
            if (!started) {
                close();
            }
        }
    }

    @Override
    public CoreInstance instance() {
        if (state.get() == State.CLOSED) {
            throw closed();
        }
        return instance;
    }

    @Override
    public Optional<CoreLayout> layout() {
        return component.context().layout();
    }

    @Override
    public long[] call(String export, long... args) {
        enter();
        try {
            CoreFunction function = instance.function(export).orElseThrow(() -> new TrapException(TrapKind.ABI_VIOLATION,
                    "the module does not export a function \"" + export + "\""));
            return function.call(args);
        } catch (TrapException e) {
            report(export, e);
            throw e;
        } finally {
            exit();
        }
    }

    private void enter() {
        if (!state.compareAndSet(State.IDLE, State.RUNNING)) {
            throw state.get() == State.CLOSED ? closed() : new IllegalStateException("the instance is in use: it is for one thread at a time");
        }
        calls++;
        runner = Thread.currentThread();
    }

    private void exit() {
        runner = null;
        state.set(State.IDLE);
    }

    private IllegalStateException closed() {
        return new IllegalStateException("the event of component \"" + componentId() + "\" is over: its instance cannot be used any more");
    }

    @Override
    public void interrupt(TrapKind kind) {
        synchronized (interrupting) {
            if (!over) {
                interrupted = true;
                taken.store().interrupt(kind);
            }
        }
    }

    @Override
    public void close() {
        if (state.compareAndSet(State.IDLE, State.CLOSED)) {
            end();
        } else if (state.get() == State.RUNNING) {
            throw new IllegalStateException("the instance is running: interrupt it, and close it when the call has ended");
        }
    }

    private void end() {
        watchdog.remove(this);
        boolean ours;
        synchronized (interrupting) {
            over = true;
            ours = interrupted;
        }
        // What ends the event must not be ended by the interrupt that ended the guest; one from elsewhere is handed on.
        boolean pending = Thread.interrupted();
        try {
            taken.context().end();
            taken.store().close();
        } catch (RuntimeException e) {
            LOG.error("component \"{}\": closing an event failed", componentId(), e);
        } finally {
            taken.release().run();
            if (pending && !ours) {
                Thread.currentThread().interrupt();
            }
        }
    }

    long nextCheck() {
        return nextCheck;
    }

    /** Called by the watchdog: whether the guest is in the same call as at the last look, on a virtual thread, and not waiting. */
    boolean computes() {
        Thread thread = runner;
        int call = calls;
        boolean same = call == seenCall;
        seenCall = call;
        return thread != null && same && thread.isVirtual() && thread.getState() == Thread.State.RUNNABLE;
    }

    /** Called by the watchdog; returns when to look again. */
    long check(long now) {
        if (now < nextCheck) {
            return nextCheck;
        }
        if (nextCheck == deadline) {
            nextCheck = deadline + GRACE;
            interrupt(TrapKind.DEADLINE);
        } else {
            nextCheck = now + GRACE;
            overdue();
        }
        return nextCheck;
    }

    /** The deadline passed long ago. An idle event was forgotten by its trigger and is ended here; a running one does not heed its interrupt. */
    private void overdue() {
        if (state.compareAndSet(State.IDLE, State.CLOSED)) {
            LOG.error("component \"{}\": an event was never closed by its trigger or executor, a bug in that plug-in; it is closed now", componentId());
            taken.store().poison();
            Thread.ofPlatform().daemon().name("gyre-reclaim").start(this::end);
        } else {
            Thread thread = runner;
            if (thread != null && !told) {
                told = true;
                Throwable where = new Throwable("where it is");
                where.setStackTrace(thread.getStackTrace());
                LOG.error("component \"{}\": an event still runs {} s after its deadline, on {}", componentId(),
                        TimeUnit.NANOSECONDS.toSeconds(GRACE), thread, where);
            }
        }
    }

    private void report(String what, TrapException e) {
        if (e.firstReport()) {
            FailureLog.report(componentId(), what, e);
        }
    }

    public String componentId() {
        return component.context().component().id();
    }

    /** The component this is an event of, as it was prepared. */
    public PreparedComponent component() {
        return component;
    }
}
