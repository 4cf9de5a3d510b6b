package dev.gyre.runtime.internal.event;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.host.Cause;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.Limits;
import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.api.service.Swappable;
import dev.gyre.runtime.internal.logs.AppLogs;
import dev.gyre.runtime.internal.logs.ComponentLog;

/** Hands out instances of one application, from whatever serves at the moment. Thread-safe. */
public final class AppExecution implements ExecutionContext {
    /** What a component's events share. */
    private record Seat(Places places, ComponentLog log, FailureLog failures, AtomicReference<InForce> inForce) {
    }

    /** Limits, and what an event's store gets of them. */
    private record InForce(Limits limits, StoreLimits store) {
        /** A core module is one instance; a component of the component model says how many it is. */
        private static final int INSTANCES = 1;

        static InForce of(Limits limits, HeapBudget memory) {
            return new InForce(limits, new StoreLimits(limits.memoryBytes(), limits.tableElements(), INSTANCES, memory, limits.stackBytes()));
        }
    }

    /** Who watches over all events of the container, and where those run that need a stack of their own. */
    public record Keepers(Watchdog watchdog, StackThreads threads) {
    }

    private final Application application;
    private final Swappable<Linked> serving;
    private final Watchdog watchdog;
    private final StackThreads threads;
    private final Map<String, Seat> seats = new HashMap<>();
    private volatile Trial trial;
    private volatile Map<String, ComponentContext> contexts = Map.of();
    private volatile boolean leaving;
    private volatile boolean closed;

    /**
     * @param limits of each component
     * @param memory linear memory of all events of the container
     */
    public AppExecution(Application application, Function<String, Limits> limits, HeapBudget memory, AppLogs logs, Swappable<Linked> serving,
            Keepers keepers) {
        this.application = application;
        this.serving = serving;
        this.watchdog = keepers.watchdog;
        this.threads = keepers.threads;
        for (Component component : application.served()) {
            String id = component.id();
            Limits now = limits.apply(id);
            seats.put(id, new Seat(new Places(id, now), logs.component(id), new FailureLog(), new AtomicReference<>(InForce.of(now, memory))));
        }
    }

    /** Applies other limits to the events that begin from now on. */
    public void limit(Function<String, Limits> limits, HeapBudget memory) {
        seats.forEach((id, seat) -> {
            Limits now = limits.apply(id);
            seat.inForce.set(InForce.of(now, memory));
            seat.places.become(now);
        });
    }

    /** The limits of a component's next event. */
    public Limits limits(String componentId) {
        return seats.get(componentId).inForce.get().limits;
    }

    /** Events of a component that have a place. */
    public int running(String componentId) {
        return seats.get(componentId).places.taken();
    }

    /** Events of a component that wait for a place. */
    public int queued(String componentId) {
        return seats.get(componentId).places.waiting();
    }

    /** Tries a newcomer with a share of the events until {@link #decided}. */
    public void attempt(Trial newTrial) {
        trial = newTrial;
    }

    /** Ends the trial. */
    public void decided() {
        trial = null;
    }

    /** Makes the components known, once they have been compiled for the first time. */
    public void know(Map<String, ComponentContext> components) {
        contexts = Map.copyOf(components);
    }

    /** Whether the components are known. */
    public boolean known() {
        return !contexts.isEmpty();
    }

    @Override
    public Application application() {
        return application;
    }

    @Override
    public ComponentContext component(String id) {
        return Optional.ofNullable(contexts.get(id)).orElseThrow(() -> unknown(id));
    }

    @Override
    public InstanceLease lease(String componentId, InstanceOptions options) {
        Seat seat = Optional.ofNullable(seats.get(componentId)).orElseThrow(() -> unknown(componentId));
        if (closed) {
            throw gone();
        }
        long begin = System.nanoTime();
        seat.places.take();
        InForce inForce = seat.inForce.get();
        EventLease lease;
        try {
            lease = open(componentId, seat, inForce, options, inForce.limits.patience().minusNanos(System.nanoTime() - begin));
        } catch (RuntimeException | Error e) {
            seat.places.give();
            throw e;
        }
        lease.start();
        return lease;
    }

    /** An event that owns its place and its share of what serves. */
    private EventLease open(String componentId, Seat seat, InForce inForce, InstanceOptions options, Duration patience) {
        Trial running = trial;
        Ramp ramp = running == null ? null : running.ramp(componentId).orElse(null);
        Optional<Swappable<Linked>.Lease> picked = pick(running, ramp);
        Swappable<Linked>.Lease use = picked.or(() -> serving.lease(patience, linked -> linked.components().containsKey(componentId)))
                .orElseThrow(() -> unserved(componentId, inForce.limits));
        EventLease.Observer observer = ramp == null ? EventLease.Observer.NOBODY : observer(running, ramp, componentId, picked.isPresent());
        try {
            PreparedComponent component = use.value().components().get(componentId);
            Optional<HostContext> cause = Cause.current();
            long time = inForce.limits.deadline().toNanos();
            long deadline = watchdog.now() + cause.map(c -> Math.min(time, c.remainingNanos())).orElse(time);
            EventContext context = new EventContext(component.context(), options, seat.log.event(inForce.limits.logBytes()), watchdog, deadline, cause);
            Store store = component.engine().openStore(component.guest().within(inForce.store), component.guest().storeData(context, inForce.limits));
            EventLease.Course course = new EventLease.Course(deadline, StackThreads.needed(inForce.limits.stackBytes(), component.stackBytes()), threads, observer);
            return new EventLease(component, watchdog, new EventLease.Taken(store, context, seat.places, seat.failures, () -> {
                use.close();
                seat.places.give();
            }), course);
        } catch (RuntimeException | Error e) {
            use.close();
            observer.ended(0, true);
            throw e;
        }
    }

    private UnavailableException unserved(String componentId, Limits limits) {
        return leaving ? gone()
                : new UnavailableException("component \"" + componentId + "\": no engine or host interface came back within " + limits.patience().toMillis() + " ms (patience)");
    }

    private UnavailableException gone() {
        return new UnavailableException("application \"" + application.info().name() + "\" was closed");
    }

    /** The newcomer's lease when it gets this event. */
    private Optional<Swappable<Linked>.Lease> pick(Trial running, Ramp ramp) {
        if (ramp == null || !running.picks(ramp)) {
            return Optional.empty();
        }
        Optional<Swappable<Linked>.Lease> use = serving.leaseOf(running.newcomer());
        if (use.isEmpty()) {
            running.ended();
        }
        return use;
    }

    private static EventLease.Observer observer(Trial trial, Ramp ramp, String componentId, boolean tried) {
        return new EventLease.Observer() {
            @Override
            public void ended(long nanos, boolean failed) {
                if (tried) {
                    trial.ended();
                }
                if (failed) {
                    return;
                }
                if (tried) {
                    ramp.tried(nanos);
                } else {
                    ramp.served(nanos);
                }
            }

            @Override
            public void late() {
                if (!tried) {
                    ramp.servedLate();
                } else if (ramp.triedLate()) {
                    trial.failed(componentId, "its first events took longer than the deadline, and those of the engine that serves do not");
                }
            }

            @Override
            public void engineFailed(String problem) {
                if (tried) {
                    trial.failed(componentId, problem);
                }
            }
        };
    }

    /** Events that are open and were prepared by {@code linked}. */
    public List<EventLease> open(Linked linked) {
        return watchdog.open().stream().filter(lease -> linked.components().containsValue(lease.component())).toList();
    }

    /** The application is about to be closed: events that wait for an engine or host interface get none, and hold up nobody. */
    public void leave() {
        leaving = true;
        serving.endWaits();
    }

    /** From now on nobody gets an instance. */
    public void close() {
        closed = true;
    }

    private GyreException unknown(String componentId) {
        return new GyreException("application \"" + application.info().name() + "\" has no component \"" + componentId + "\"");
    }
}
