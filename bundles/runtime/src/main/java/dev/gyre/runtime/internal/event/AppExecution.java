package dev.gyre.runtime.internal.event;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.engine.Store;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.Limits;
import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.api.service.Swappable;
import dev.gyre.runtime.internal.logs.AppLogs;
import dev.gyre.runtime.internal.logs.ComponentLog;
import dev.gyre.runtime.internal.settings.AppSettings;

/** Hands out instances of one application, from whatever serves at the moment. Thread-safe. */
public final class AppExecution implements ExecutionContext {
    private record Seat(Limits limits, Places places, ComponentLog log) {
    }

    private final Application application;
    private final Swappable<Linked> serving;
    private final Watchdog watchdog;
    private final Map<String, Seat> seats = new HashMap<>();
    private volatile Map<String, ComponentContext> contexts = Map.of();
    private volatile boolean closed;

    public AppExecution(Application application, AppSettings settings, AppLogs logs, Swappable<Linked> serving, Watchdog watchdog) {
        this.application = application;
        this.serving = serving;
        this.watchdog = watchdog;
        for (Component component : application.components()) {
            String id = component.id();
            Limits limits = settings.component(id).limits();
            seats.put(id, new Seat(limits, new Places(id, limits), logs.component(id)));
        }
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
            throw new UnavailableException("application \"" + application.info().name() + "\" was closed");
        }
        long begin = System.nanoTime();
        seat.places.take();
        EventLease lease;
        try {
            lease = open(componentId, seat, options, seat.limits.patience().minusNanos(System.nanoTime() - begin));
        } catch (RuntimeException | Error e) {
            seat.places.give();
            throw e;
        }
        lease.start();
        return lease;
    }

    /** An event that owns its place and its share of what serves. */
    private EventLease open(String componentId, Seat seat, InstanceOptions options, Duration patience) {
        Swappable<Linked>.Lease use = serving.lease(patience).orElseThrow(() -> new UnavailableException("component \"" + componentId
                + "\": no engine or host interface came back within " + seat.limits.patience().toMillis() + " ms (patience)"));
        try {
            PreparedComponent component = use.value().components().get(componentId);
            long deadline = watchdog.now() + seat.limits.deadline().toNanos();
            EventContext context = new EventContext(component.context(), options, seat.log.event(seat.limits.logBytes()), watchdog, deadline);
            Store store = component.engine().openStore(component.storeLimits(), context);
            return new EventLease(component, watchdog, new EventLease.Taken(store, context, () -> {
                use.close();
                seat.places.give();
            }), deadline);
        } catch (RuntimeException | Error e) {
            use.close();
            throw e;
        }
    }

    /** Events that are open and were prepared by {@code linked}. */
    public List<EventLease> open(Linked linked) {
        return watchdog.open().stream().filter(lease -> linked.components().containsValue(lease.component())).toList();
    }

    /** From now on nobody gets an instance. */
    public void close() {
        closed = true;
    }

    private GyreException unknown(String componentId) {
        return new GyreException("application \"" + application.info().name() + "\" has no component \"" + componentId + "\"");
    }
}
