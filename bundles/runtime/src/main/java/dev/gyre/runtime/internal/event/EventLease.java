package dev.gyre.runtime.internal.event;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.abi.CoreLayout;
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

    /** What an event has taken and gives back at its end, its place included. */
    record Taken(Store store, EventContext context, Places places, FailureLog failures, Runnable release) {
    }

    /** Told at the end of an event how it went, from its thread. */
    interface Observer {
        Observer NOBODY = new Observer() { };

        /**
         * @param nanos  the guest ran
         * @param failed whether it trapped, which tells nothing about its speed
         */
        default void ended(long nanos, boolean failed) {
        }

        /** The guest was stopped because its time was up. */
        default void late() {
        }

        /** The engine failed; never the guest's fault. */
        default void engineFailed(String problem) {
        }
    }

    /**
     * How an event runs.
     *
     * @param deadline on the watchdog's clock
     * @param stack    bytes of the threads' stacks its guest runs on; 0 for the event's own thread
     */
    record Course(long deadline, long stack, StackThreads threads, Observer observer) {
        <T> T run(Callable<T> guest) throws Exception {
            return stack == 0 ? guest.call() : threads.call(stack, guest);
        }
    }

    private final PreparedComponent component;
    private final Watchdog watchdog;
    private final Taken taken;
    private final Course course;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private volatile Thread runner;
    /** When the call began that it runs. */
    private long since;
    private volatile GuestInstance instance;
    private volatile long nextCheck;
    /** Calls into the guest so far; written by the event's thread alone. */
    private volatile int calls;
    /** The watchdog's: the guest's call at its last look, and whether it was told. */
    private int seenCall;
    private boolean told;
    /** The guest's own time; for the event's thread. */
    private long guestNanos;
    /** Whether the guest has to wait for its turn; the watchdog's to write. */
    private volatile boolean held;
    /** The watchdog's: whether the engine can pause the guest, as far as is known. */
    private boolean pausable = true;
    private boolean failed;
    private final Object interrupting = new Object();
    /** Guarded by {@link #interrupting}: whether the store may no longer be interrupted, and whether it was. */
    private boolean over;
    private boolean interrupted;
    /** Whether the guest was ended because somebody else had interrupted its thread; they find the interrupt again when the call is over. */
    private volatile boolean interruptedByOthers;

    EventLease(PreparedComponent component, Watchdog watchdog, Taken taken, Course course) {
        this.component = component;
        this.watchdog = watchdog;
        this.taken = taken;
        this.course = course;
        this.nextCheck = course.deadline;
    }

    /** Makes the instance and runs {@code _initialize}. On failure the event is over and everything is given back. */
    void start() {
        watchdog.add(this);
        boolean started = false;
        try {
            run("start-up", () -> {
                instance = component.guest().instantiate(taken.store());
                return instance;
            });
            started = true;
        } catch (GuestExit e) {
            TrapException trap = new TrapException(TrapKind.ABI_VIOLATION, "the guest exited with code " + e.code() + " while starting");
            report("start-up", trap);
            throw trap;
        } finally {
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
        return instance.core();
    }

    @Override
    public Optional<CoreLayout> layout() {
        return component.context().layout();
    }

    @Override
    public long[] call(String export, long... args) {
        return run(export, () -> instance.call(export, args));
    }

    @Override
    public Optional<Object> invoke(String interfaceName, String function, Object... args) {
        return run(function, () -> instance.invoke(interfaceName, function, args));
    }

    /** Runs the guest, on a thread that has the stack it needs, and takes its time. */
    private <T> T run(String what, Callable<T> guest) {
        if (!state.compareAndSet(State.IDLE, State.RUNNING)) {
            throw state.get() == State.CLOSED ? closed() : new IllegalStateException("the instance is in use: it is for one thread at a time");
        }
        long begin = System.nanoTime();
        since = begin;
        calls++;
        try {
            return course.run(() -> onRunner(guest));
        } catch (TrapException e) {
            failed = true;
            if (e.kind() == TrapKind.ENGINE_FAILURE) {
                course.observer.engineFailed(String.valueOf(e.getMessage()));
            }
            TrapException told = inTime(e);
            if (told.kind() == TrapKind.DEADLINE) {
                course.observer.late();
            }
            report(what, told);
            throw told;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("guests throw unchecked exceptions only", e);
        } finally {
            guestNanos += System.nanoTime() - begin;
            state.set(State.IDLE);
            if (interruptedByOthers) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** On the guest's thread, which belongs to somebody else's guest as soon as this one is over. */
    private <T> T onRunner(Callable<T> guest) throws Exception {
        runner = Thread.currentThread();
        try {
            return guest.call();
        } finally {
            synchronized (interrupting) {
                runner = null;
            }
        }
    }

    /** A guest whose host call came back at the deadline may fail before the watchdog has looked; its time is up all the same. */
    private TrapException inTime(TrapException e) {
        return e.kind() == TrapKind.DEADLINE || e.kind() == TrapKind.CANCELLED || e.kind() == TrapKind.ENGINE_FAILURE || watchdog.now() < course.deadline
                ? e : new TrapException(TrapKind.DEADLINE, "stopped: deadline; at last " + e.kind() + ": " + e.getMessage(), e.frames(), e);
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
            endInstance();
            taken.context().end();
            taken.store().close();
        } catch (RuntimeException e) {
            LOG.error("component \"{}\": closing an event failed", componentId(), e);
        } finally {
            taken.release().run();
            course.observer.ended(guestNanos, failed);
            if (pending && !ours) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void endInstance() {
        GuestInstance made = instance;
        if (made != null) {
            try {
                made.end();
            } catch (RuntimeException e) {
                LOG.warn("component \"{}\": closing what its guest left open failed", componentId(), e);
            }
        }
    }

    long nextCheck() {
        return nextCheck;
    }

    /** Called by the watchdog: whether the guest is in the same call as at the last look, and not waiting. */
    boolean computes() {
        Thread thread = runner;
        int call = calls;
        boolean same = call == seenCall;
        seenCall = call;
        return thread != null && same && thread.getState() == Thread.State.RUNNABLE;
    }

    /**
     * Called by the watchdog, for a guest that computes: whoever does not know the event interrupts its thread, and code that calls no
     * host never looks whether somebody has.
     */
    void heedInterrupt() {
        synchronized (interrupting) {
            Thread thread = runner;
            if (!over && !interrupted && !interruptedByOthers && thread != null && thread.isInterrupted()) {
                interruptedByOthers = true;
                taken.store().interrupt(TrapKind.CANCELLED);
            }
        }
    }

    /** Called by the watchdog: whether the guest's call has lasted for long and is not waiting. @param now of {@link System#nanoTime} */
    boolean isLong(long now) {
        return !waits() && now - since > Crowds.LONG;
    }

    /** Whether the guest waits for something, its turn perhaps, or for its next call. */
    boolean waits() {
        Thread thread = runner;
        return thread == null || thread.getState() != Thread.State.RUNNABLE;
    }

    Places places() {
        return taken.places();
    }

    /** Called by the watchdog: whether a virtual thread, and so a carrier of those, is the guest's. */
    boolean isOnVirtualThread() {
        Thread thread = runner;
        return thread != null && thread.isVirtual();
    }

    /** Called by the watchdog: has the guest pause until {@link #release}. @return whether its engine can */
    boolean hold() {
        synchronized (interrupting) {
            held = true;
            if (over || taken.store().pause(this::awaitTurn)) {
                return true;
            }
            held = false;
            pausable = false;
            return false;
        }
    }

    boolean isPausable() {
        return pausable;
    }

    /** Called by the watchdog: a guest that pauses goes on. */
    void release() {
        held = false;
        LockSupport.unpark(runner);
    }

    /** On the guest's thread, which whoever stops the guest interrupts. */
    private void awaitTurn() {
        long begin = System.nanoTime();
        while (held && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
        guestNanos -= System.nanoTime() - begin;
    }

    boolean isOver() {
        return state.get() == State.CLOSED;
    }

    String appName() {
        return component.context().application().info().name();
    }

    /** Called by the watchdog; returns when to look again. */
    long check(long now) {
        if (now < nextCheck) {
            return nextCheck;
        }
        if (nextCheck == course.deadline) {
            nextCheck = course.deadline + GRACE;
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
            taken.failures().report(componentId(), what, e);
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
