package dev.gyre.runtime.internal.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.Uninterrupted;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.EventSource;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.api.trigger.TriggerContext;
import dev.gyre.runtime.internal.service.ServiceSet;
import dev.gyre.runtime.internal.settings.AppSettings;

/**
 * The triggers of one application. Starting and closing are serialised by a lock of its own, which events never take.
 * Thread-safe; blocks while triggers start and drain.
 */
final class TriggerSet {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerSet.class);

    private final Application application;
    private final DeployOptions options;
    private final AppSettings settings;
    private final ExecutionContext execution;
    private final ReentrantLock lock = new ReentrantLock();
    /** By type, in the order the application names them; an entry for each type that runs. */
    private volatile Map<String, StartedTrigger> running = Map.of();
    private volatile boolean closed;
    /** Whether what is to be done beforehand has been done, or was by the version before; for who holds the lock. */
    private boolean begun;

    TriggerSet(Application application, DeployOptions options, AppSettings settings, ExecutionContext execution) {
        this.application = application;
        this.options = options;
        this.settings = settings;
        this.execution = execution;
    }

    /** The types the application needs. */
    List<String> types() {
        return types(application);
    }

    private static List<String> types(Application application) {
        return application.bindings().stream().map(TriggerBinding::type).distinct().toList();
    }

    /** The types nobody provides, in words. */
    List<String> missing(ServiceSet services) {
        return missing(application, services);
    }

    static List<String> missing(Application application, ServiceSet services) {
        return types(application).stream().filter(t -> services.trigger(t).isEmpty())
                .map(t -> "a bundle with the trigger \"" + t + "\"" + ("http".equals(t) ? " (dev.gyre.trigger.http)" : "")).toList();
    }

    /**
     * Closes what runs on a service that is gone or replaced, and starts what can be started.
     *
     * @param services read under the lock, so that a trigger that was just dropped is not started again
     * @throws dev.gyre.api.GyreException of the first trigger that cannot be configured or started; those that run go on
     */
    void reconcile(Supplier<ServiceSet> services) {
        lock.lock();
        try {
            ServiceSet now = services.get();
            endIf(t -> !t.configured().in(now), RunningTrigger::leave);
            if (closed) {
                return;
            }
            List<AppTrigger> fresh = fresh(now);
            if (!begun && !fresh.isEmpty()) {
                options.beforehand().run();
                begun = true;
            }
            fresh.forEach(f -> add(f.start()));
            if (closed) { // meanwhile, by somebody who no longer waits
                endIf(t -> true, RunningTrigger::close);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What can be started and does not run yet. */
    private List<AppTrigger> fresh(ServiceSet services) {
        List<AppTrigger> fresh = new ArrayList<>();
        for (String type : types()) {
            if (!running.containsKey(type)) {
                services.trigger(type).ifPresent(p -> fresh.add(AppTrigger.configure(application.info().name(), type, p, context(type))));
            }
        }
        return fresh;
    }

    private void add(StartedTrigger trigger) {
        Map<String, StartedTrigger> more = new LinkedHashMap<>(running);
        more.put(trigger.configured().type(), trigger);
        running = Collections.unmodifiableMap(more);
    }

    /**
     * Starts in the place of another version's triggers, which start nothing any more and are then to be closed.
     *
     * @throws dev.gyre.api.GyreException when one cannot be started; the other version goes on with all of its own
     */
    void takeOver(TriggerSet before, Supplier<ServiceSet> services) {
        lock.lock();
        before.lock.lock();
        try {
            begun = true;
            for (AppTrigger f : fresh(services.get())) {
                add(before.runningOn(f).map(f::startInPlaceOf).orElseGet(f::start));
            }
            before.closed = true;
        } catch (RuntimeException e) {
            handBack(before);
            throw e;
        } finally {
            before.lock.unlock();
            lock.unlock();
        }
    }

    /** The trigger of the same type and service. */
    private Optional<StartedTrigger> runningOn(AppTrigger other) {
        return Optional.ofNullable(running.get(other.type())).filter(t -> t.configured().provided().equals(other.provided()));
    }

    /** What has been taken over already goes back. */
    private void handBack(TriggerSet before) {
        running.values().forEach(mine -> before.runningOn(mine.configured()).ifPresent(theirs -> {
            before.add(theirs.configured().startInPlaceOf(mine));
            theirs.end(RunningTrigger::close);
        }));
    }

    private void endIf(Predicate<StartedTrigger> which, Consumer<RunningTrigger> how) {
        Map<String, StartedTrigger> rest = new LinkedHashMap<>(running);
        running.values().stream().filter(which).forEach(t -> {
            t.end(how);
            rest.remove(t.configured().type());
        });
        running = Collections.unmodifiableMap(rest);
    }

    private TriggerContext context(String type) {
        return new TriggerContext(
                application.bindings().stream().filter(b -> b.type().equals(type)).toList(),
                Optional.ofNullable(application.triggerDefaults().get(type)),
                settings.trigger(type),
                options.triggerOptions().getOrDefault(type, Map.of()),
                execution);
    }

    /**
     * Closes what runs on a service that goes away; blocks until it has drained, also when {@link #reconcile} was quicker and closes it
     * already, and no longer than {@code limit} for triggers that are being started.
     */
    void drop(long serviceId, Duration limit) {
        locked(limit, t -> t.configured().provided().id() == serviceId, RunningTrigger::leave);
    }

    /** Ends some, once nobody else is at work: they may be closed already, which takes its time, or others may be started, which may never end. */
    private void locked(Duration limit, Predicate<StartedTrigger> which, Consumer<RunningTrigger> how) {
        if (!acquired(running.values().stream().filter(which).map(StartedTrigger::closing).reduce(limit, Duration::plus))) {
            LOG.error("application \"{}\": a trigger is still being started and is left to itself", application.info().name());
            return;
        }
        try {
            endIf(which, how);
        } finally {
            lock.unlock();
        }
    }

    /** The lock, for which nobody waits longer than this; an interrupt stays set. */
    private boolean acquired(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        return Uninterrupted.await(() -> lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS));
    }

    boolean allRun() {
        return running.keySet().containsAll(types());
    }

    List<EventSource> sources() {
        return told(StartedTrigger::sources);
    }

    List<String> announcement() {
        return told(StartedTrigger::announcement);
    }

    /** What the events of running triggers wait for. */
    List<String> waitingFor() {
        return told(StartedTrigger::waitingFor);
    }

    private <T> List<T> told(Function<StartedTrigger, List<T>> question) {
        return running.values().stream().flatMap(t -> question.apply(t).stream()).toList();
    }

    /**
     * Blocks until all have closed, and no longer than {@code limit} for one that is being started, which is closed once it has.
     *
     * @param how {@link RunningTrigger#close}, or {@link RunningTrigger#keep} when the application stays
     */
    void close(Consumer<RunningTrigger> how, Duration limit) {
        closed = true;
        locked(limit, t -> true, how);
    }
}
