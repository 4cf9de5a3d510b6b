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

import dev.gyre.api.app.Application;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.EventSource;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.api.trigger.TriggerContext;
import dev.gyre.runtime.internal.service.Provided;
import dev.gyre.runtime.internal.service.ServiceSet;
import dev.gyre.runtime.internal.settings.AppSettings;

/**
 * The triggers of one application. Starting and closing are serialised by a lock of its own, which events never take.
 * Thread-safe; blocks while triggers start and drain.
 */
final class TriggerSet {
    private static final Logger LOG = LoggerFactory.getLogger(TriggerSet.class);
    /** That a trigger may take to start or to close, whatever it says, unless the operator lets its events drain for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** After which, and again after each minute, who waits for a trigger to close is told so. */
    private static final Duration TELL = Duration.ofSeconds(10);

    private record Fresh(String type, Provided<Trigger> provided, ConfiguredTrigger configured) {
    }

    private record Running(String type, Provided<Trigger> provided, ConfiguredTrigger configured, RunningTrigger trigger, Questions asked) {
        Running(String type, Provided<Trigger> provided, ConfiguredTrigger configured, RunningTrigger trigger) {
            this(type, provided, configured, trigger, new Questions(trigger));
        }
    }

    private record Questions(Question<EventSource> sources, Question<String> announcement, Question<String> waitingFor) {
        Questions(RunningTrigger trigger) {
            this(new Question<>(trigger::sources), new Question<>(trigger::announcement), new Question<>(trigger::waitingFor));
        }
    }

    private final Application application;
    private final DeployOptions options;
    private final AppSettings settings;
    private final ExecutionContext execution;
    private final ReentrantLock lock = new ReentrantLock();
    /** By type, in the order the application names them; an entry for each type that runs. */
    private volatile Map<String, Running> running = Map.of();
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
            endIf(r -> !serves(r, now), RunningTrigger::leave);
            if (closed) {
                return;
            }
            List<Fresh> fresh = fresh(now);
            if (!begun && !fresh.isEmpty()) {
                options.beforehand().run();
                begun = true;
            }
            fresh.forEach(f -> start(f, started(f.type, f.configured, f.configured::start)));
            if (closed) { // meanwhile, by somebody who no longer waits
                endIf(r -> true, RunningTrigger::close);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Also one that stood in for another, which is back, serves no more. */
    private static boolean serves(Running r, ServiceSet now) {
        return r.provided.names().stream().anyMatch(type -> now.trigger(type).filter(r.provided::equals).isPresent());
    }

    /** What can be started and does not run yet. */
    private List<Fresh> fresh(ServiceSet services) {
        List<Fresh> fresh = new ArrayList<>();
        for (String type : types()) {
            if (!running.containsKey(type)) {
                services.trigger(type).ifPresent(p -> fresh.add(new Fresh(type, p,
                        plugIn(type, "configured", ConfiguredTrigger.STARTING, () -> p.service().configure(context(type)), tooLate -> { }))));
            }
        }
        return fresh;
    }

    private <T> T plugIn(String type, String done, Duration limit, Supplier<T> call, Consumer<T> late) {
        return PlugIn.call("application \"" + application.info().name() + "\": trigger \"" + type + "\" cannot be " + done, limit, call, late);
    }

    private RunningTrigger started(String type, ConfiguredTrigger configured, Supplier<RunningTrigger> start) {
        return plugIn(type, "started", atMost(configured::starting, ConfiguredTrigger.STARTING, LONGEST), start, late -> {
            LOG.warn("application \"{}\": trigger \"{}\" has started when nobody waited for it any more, and is closed", application.info().name(), type);
            late.close();
        });
    }

    private void start(Fresh fresh, RunningTrigger trigger) {
        Map<String, Running> more = new LinkedHashMap<>(running);
        more.put(fresh.type, new Running(fresh.type, fresh.provided, fresh.configured, trigger));
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
            for (Fresh f : fresh(services.get())) {
                Optional<RunningTrigger> predecessor = before.runningOn(f.provided, f.type);
                start(f, started(f.type, f.configured, () -> predecessor.map(f.configured::startInPlaceOf).orElseGet(f.configured::start)));
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

    private Optional<RunningTrigger> runningOn(Provided<Trigger> provided, String type) {
        return Optional.ofNullable(running.get(type)).filter(r -> r.provided.equals(provided)).map(Running::trigger);
    }

    /** What has been taken over already goes back. */
    private void handBack(TriggerSet before) {
        running.forEach((type, mine) -> before.runningOn(mine.provided, type).ifPresent(theirs -> {
            Running old = before.running.get(type);
            Map<String, Running> all = new LinkedHashMap<>(before.running);
            all.put(type, new Running(type, old.provided, old.configured, started(type, old.configured, () -> old.configured.startInPlaceOf(mine.trigger))));
            before.running = Collections.unmodifiableMap(all);
            before.end(old, RunningTrigger::close);
        }));
    }

    private void endIf(Predicate<Running> which, Consumer<RunningTrigger> how) {
        Map<String, Running> rest = new LinkedHashMap<>(running);
        rest.values().removeIf(r -> which.test(r) && end(r, how));
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
        locked(limit, r -> r.provided.id() == serviceId, RunningTrigger::leave);
    }

    /** Ends some, once nobody else is at work: they may be closed already, which takes its time, or others may be started, which may never end. */
    private void locked(Duration limit, Predicate<Running> which, Consumer<RunningTrigger> how) {
        if (!acquired(running.values().stream().filter(which).map(this::closing).reduce(limit, Duration::plus))) {
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
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** In a thread of its own: a trigger is anybody's, and whoever closes it goes on when its time is up. */
    private boolean end(Running r, Consumer<RunningTrigger> how) {
        Thread closing = Thread.ofPlatform().daemon().name("gyre-close-" + application.info().name()).start(() -> {
            try {
                how.accept(r.trigger);
            } catch (Throwable t) {
                LOG.warn("application \"{}\": closing a trigger failed", application.info().name(), t);
            }
        });
        Duration limit = closing(r);
        boolean interrupted = false;
        long now = System.nanoTime();
        long end = now + limit.toNanos();
        long tell = now + TELL.toNanos();
        while (closing.isAlive() && now < end) {
            try {
                closing.join(Duration.ofNanos(Math.max(1, Math.min(tell, end) - now)));
            } catch (InterruptedException e) {
                interrupted = true;
            }
            now = System.nanoTime();
            if (closing.isAlive() && now > tell && now < end) {
                tell += Duration.ofMinutes(1).toNanos();
                LOG.warn("application \"{}\": trigger \"{}\" is still closing, and is waited for at most {} s more", application.info().name(), r.type, (end - now) / 1_000_000_000);
            }
        }
        if (closing.isAlive()) {
            LOG.error("application \"{}\": trigger \"{}\" has not closed within {} s and is left to itself; a bug in that plug-in", application.info().name(), r.type,
                    limit.toSeconds());
            closing.interrupt();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private Duration closing(Running r) {
        return atMost(r.trigger::closing, RunningTrigger.CLOSING, longestClose(r.type));
    }

    private Duration longestClose(String type) {
        try {
            return settings.trigger(type).duration("drain").map(d -> d.plus(RunningTrigger.CLOSING)).filter(d -> d.compareTo(LONGEST) > 0).orElse(LONGEST);
        } catch (ConfigException e) {
            return LONGEST; // it means something else to that trigger
        }
    }

    /** What a trigger says, or the usual where it says nothing sensible. */
    private static Duration atMost(Supplier<Duration> says, Duration usual, Duration longest) {
        try {
            Duration asked = says.get();
            return asked.isNegative() ? usual : asked.compareTo(longest) < 0 ? asked : longest;
        } catch (Throwable t) {
            return usual;
        }
    }

    boolean allRun() {
        return running.keySet().containsAll(types());
    }

    List<EventSource> sources() {
        return told(Questions::sources);
    }

    List<String> announcement() {
        return told(Questions::announcement);
    }

    /** What the events of running triggers wait for. */
    List<String> waitingFor() {
        return told(Questions::waitingFor);
    }

    /** What one trigger cannot tell does not hide what the others do. */
    private <T> List<T> told(Function<Questions, Question<T>> question) {
        List<T> out = new ArrayList<>();
        running.forEach((type, r) -> {
            try {
                out.addAll(question.apply(r.asked).answer());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Throwable t) {
                LOG.warn("application \"{}\": trigger \"{}\" cannot say what it does", application.info().name(), type, t);
            }
        });
        return List.copyOf(out);
    }

    /**
     * Blocks until all have closed, and no longer than {@code limit} for one that is being started, which is closed once it has.
     *
     * @param how {@link RunningTrigger#close}, or {@link RunningTrigger#keep} when the application stays
     */
    void close(Consumer<RunningTrigger> how, Duration limit) {
        closed = true;
        locked(limit, r -> true, how);
    }
}
