package dev.gyre.runtime.internal.deploy;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.service.Swappable;
import dev.gyre.runtime.internal.event.AppExecution;
import dev.gyre.runtime.internal.event.EventLease;
import dev.gyre.runtime.internal.event.Linked;
import dev.gyre.runtime.internal.service.ServiceSet;

/**
 * The generations of one application: the one that serves, the one being made beside it, and those whose last events are
 * still running. {@link #switchTo} is for the application's owner thread, the rest is thread-safe. Nothing is compiled or
 * drained under the lock, and events never take it.
 */
final class Generations {
    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
    /** How long events may take to end once they are cancelled. */
    private static final Duration CANCEL = Duration.ofSeconds(2);

    private final String application;
    private final GenerationBuilder builder;
    private final Swappable<Linked> swap;
    private final AppExecution execution;
    private final Supplier<ServiceSet> services;
    private final Duration drain;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private Optional<Plan> building = Optional.empty();
    private Optional<Generation> serving = Optional.empty();
    /** Those that no longer serve and whose last events are not over. */
    private final Set<Generation> draining = new LinkedHashSet<>();

    Generations(String application, GenerationBuilder builder, Swappable<Linked> swap, AppExecution execution,
            Supplier<ServiceSet> services, Duration drain) {
        this.application = application;
        this.builder = builder;
        this.swap = swap;
        this.execution = execution;
        this.services = services;
        this.drain = drain;
    }

    Optional<Generation> serving() {
        return locked(() -> serving);
    }

    /**
     * Makes what the plan says serve, unless it does already. The one before serves until then, and then drains by itself.
     *
     * @return false when a service of the plan has gone meanwhile and nothing was done
     * @throws dev.gyre.api.GyreException when it cannot be made; what served before still does
     */
    boolean switchTo(Plan plan) {
        Optional<Generation> old = serving();
        if (old.isPresent() && old.get().plan().equals(plan)) {
            return true;
        }
        locked(() -> building = Optional.of(plan));
        try {
            // Looked at after the plan is announced: whoever lets a service go takes it out first and looks for users then.
            if (!plan.allIn(services.get())) {
                return false;
            }
            Generation next = builder.build(plan, old);
            execution.know(builder.contexts());
            return replace(old, Optional.of(next));
        } finally {
            locked(() -> building = Optional.empty());
        }
    }

    /** Takes the serving generation away: events wait from now on. */
    void withdraw() {
        replace(serving(), Optional.empty());
    }

    /**
     * Blocks until no event and no compiler uses a service that goes away: first until something else serves instead, or
     * the drain limit is over and nothing does; then until the last event is back, bounded by the drain limit again.
     */
    void awaitUnused(long serviceId) {
        if (!await(drain, () -> !uses(building, serviceId) && !uses(serving.map(Generation::plan), serviceId))) {
            replace(serving().filter(s -> s.plan().uses(serviceId)), Optional.empty());
        }
        Duration longest = drain.plus(CANCEL).plusSeconds(1);
        if (!await(longest, () -> !uses(building, serviceId) && !uses(serving.map(Generation::plan), serviceId)
                && draining.stream().noneMatch(g -> g.plan().uses(serviceId)))) {
            LOG.warn("application \"{}\": a service is still in use after {} ms and goes all the same", application, longest.toMillis());
        }
    }

    private static boolean uses(Optional<Plan> plan, long serviceId) {
        return plan.filter(p -> p.uses(serviceId)).isPresent();
    }

    /** Takes everything away and blocks until the last event is over, bounded. */
    void close() {
        locked(() -> closed = true);
        withdraw();
        await(drain.plus(CANCEL).plusSeconds(1), () -> draining.isEmpty() && building.isEmpty());
    }

    /**
     * Lets {@code next} serve, and drains {@code old} if it served until now.
     *
     * @return false when {@code next} came too late: a service it uses has gone, or the application was closed
     */
    private boolean replace(Optional<Generation> old, Optional<Generation> next) {
        AtomicReference<Optional<Generation>> out = new AtomicReference<>(Optional.empty());
        boolean done = locked(() -> {
            if (next.isPresent() && (closed || !next.get().plan().allIn(services.get()))) {
                return false;
            }
            Optional<Generation> served = serving.filter(s -> old.isPresent() && s == old.get());
            if (next.isPresent() || served.isPresent()) {
                next.ifPresent(n -> swap.add(n.linked()));
                serving = next;
            }
            served.ifPresent(draining::add);
            out.set(served);
            return true;
        });
        if (!done) {
            next.ifPresent(Generation::close);
        }
        out.get().ifPresent(generation -> Thread.ofPlatform().daemon().name("gyre-drain").start(() -> {
            try {
                drain(generation);
                generation.close();
            } finally {
                locked(() -> draining.remove(generation));
            }
        }));
        return done;
    }

    private void drain(Generation generation) {
        if (swap.remove(generation.linked(), drain)) {
            return;
        }
        List<EventLease> late = execution.open(generation.linked());
        if (late.isEmpty()) {
            return;
        }
        LOG.warn("application \"{}\": {} events are cancelled: they were not over within {} ms, and what they use goes away ({})", application,
                late.size(), drain.toMillis(), String.join(", ", late.stream().map(EventLease::componentId).distinct().toList()));
        late.forEach(lease -> lease.interrupt(TrapKind.CANCELLED));
        long end = System.nanoTime() + CANCEL.toNanos();
        while (System.nanoTime() < end && !execution.open(generation.linked()).isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private boolean await(Duration limit, BooleanSupplier done) {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (!done.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> change) {
        lock.lock();
        try {
            T result = change.get();
            changed.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }
}
