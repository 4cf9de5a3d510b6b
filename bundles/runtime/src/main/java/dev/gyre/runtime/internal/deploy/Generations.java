package dev.gyre.runtime.internal.deploy;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.service.Swappable;
import dev.gyre.runtime.internal.event.AppExecution;
import dev.gyre.runtime.internal.event.EventLease;
import dev.gyre.runtime.internal.event.Linked;
import dev.gyre.runtime.internal.event.Trial;
import dev.gyre.runtime.internal.service.ServiceSet;

/**
 * The generations of one application: the one that serves, the one being made beside it, the one being tried, and those whose
 * last events are still running. {@link #switchTo} is for the application's owner thread, the rest is thread-safe. Nothing is compiled or
 * drained under the lock, and events never take it.
 */
final class Generations {
    private static final Logger LOG = LoggerFactory.getLogger(Generations.class);
    /** How long events may take to end once they are cancelled. */
    private static final Duration CANCEL = Duration.ofSeconds(2);
    /** How often a trial is looked at. */
    private static final Duration LOOK = Duration.ofMillis(40);

    /** How long a change may take. */
    interface Times {
        /** A new generation may be tried for so long before it serves alone. */
        Duration warmUp();

        /** Events may take so long to end when what they use goes away. */
        Duration drain();
    }

    /** A generation that serves a share of the events beside the one that serves. */
    private record Attempt(Generation next, Trial trial) {
    }

    private final String application;
    private final GenerationBuilder builder;
    private final Swappable<Linked> swap;
    private final AppExecution execution;
    private final Supplier<ServiceSet> services;
    private final Times times;
    private final BiConsumer<Generation, String> onFailure;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private Optional<Plan> building = Optional.empty();
    private Optional<Generation> serving = Optional.empty();
    private Optional<Attempt> attempt = Optional.empty();
    /** Those that no longer serve and whose last events are not over. */
    private final Set<Generation> draining = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param onFailure told which generation was given up while it was tried, and why */
    Generations(String application, GenerationBuilder builder, Swappable<Linked> swap, AppExecution execution,
            Supplier<ServiceSet> services, Times times, BiConsumer<Generation, String> onFailure) {
        this.application = application;
        this.builder = builder;
        this.swap = swap;
        this.execution = execution;
        this.services = services;
        this.times = times;
        this.onFailure = onFailure;
    }

    Optional<Generation> serving() {
        return locked(() -> serving);
    }

    /** The generation that is being tried. */
    Optional<Generation> tried() {
        return locked(() -> attempt.map(Attempt::next));
    }

    /**
     * Makes what the plan says, unless it is there already, and lets it serve. While its code is cold and another serves, it is
     * tried first, which goes on when this returns. The one before drains by itself.
     *
     * @return false when a service of the plan has gone meanwhile and nothing was done
     * @throws dev.gyre.api.GyreException when it cannot be made; what served before still does
     */
    boolean switchTo(Plan plan) {
        if (locked(() -> there(plan))) {
            return true;
        }
        locked(() -> building = Optional.of(plan));
        try {
            // Looked at after the plan is announced: whoever lets a service go takes it out first and looks for users then.
            if (!plan.allIn(services.get())) {
                return false;
            }
            Generation next = builder.build(plan);
            execution.know(builder.contexts());
            return introduce(next);
        } finally {
            locked(() -> building = Optional.empty());
        }
    }

    private boolean there(Plan plan) {
        if (serving.filter(s -> s.plan().equals(plan)).isPresent()) {
            giveUp();
            return true;
        }
        return attempt.filter(a -> a.next.plan().equals(plan)).isPresent();
    }

    /** @return false when it came too late: a service it uses has gone, or the application was closed */
    private boolean introduce(Generation next) {
        boolean done = locked(() -> {
            if (closed || !next.plan().allIn(services.get())) {
                return false;
            }
            giveUp();
            Set<String> cold = serving.map(next::cold).orElse(Set.of());
            if (cold.isEmpty() || times.warmUp().isZero()) {
                swap.add(next.linked());
                replaceServing(Optional.of(next));
            } else {
                Attempt begun = new Attempt(next, new Trial(next.linked(), cold));
                swap.addAside(next.linked());
                attempt = Optional.of(begun);
                execution.attempt(begun.trial);
                Thread.ofPlatform().daemon().name("gyre-warm-up-" + application).start(() -> watch(begun));
            }
            return true;
        });
        if (!done) {
            next.close();
        }
        return done;
    }

    /** Looks at a trial until it is decided, by this thread or another. */
    private void watch(Attempt begun) {
        long began = System.nanoTime();
        long limit = times.warmUp().toNanos();
        boolean hurried = false;
        lock.lock();
        try {
            while (attempt.filter(a -> a == begun).isPresent()) {
                ServiceSet now = services.get();
                if (!hurried && serving.filter(s -> s.plan().allIn(now)).isEmpty()) {
                    // A service that goes waits for us: what it served has to be over within the drain limit.
                    hurried = true;
                    limit = Math.min(limit, System.nanoTime() - began + times.drain().multipliedBy(2).dividedBy(3).toNanos());
                }
                if (!begun.next.plan().allIn(now)) {
                    giveUp();
                } else if (!begun.trial.failure().isEmpty() && !hurried) {
                    giveUp();
                    onFailure.accept(begun.next, begun.trial.failure());
                } else if (begun.trial.ready(limit)) {
                    promote();
                } else {
                    changed.awaitNanos(LOOK.toNanos());
                }
            }
        } catch (InterruptedException e) {
            promote();
        } finally {
            lock.unlock();
        }
    }

    /** Lets what is being tried serve everything. Under the lock. */
    private void promote() {
        attempt.ifPresent(a -> {
            swap.promote(a.next.linked());
            endAttempt();
            replaceServing(Optional.of(a.next));
        });
    }

    /** Ends a trial without success. Under the lock. */
    private void giveUp() {
        attempt.ifPresent(a -> {
            endAttempt();
            retire(a.next);
        });
    }

    private void endAttempt() {
        attempt = Optional.empty();
        execution.decided();
        changed.signalAll();
    }

    /** Under the lock; what comes next is in the swap already. */
    private void replaceServing(Optional<Generation> next) {
        Optional<Generation> old = serving;
        serving = next;
        old.ifPresent(this::retire);
        changed.signalAll();
    }

    /** Takes the serving generation away: events wait from now on. */
    void withdraw() {
        locked(() -> {
            giveUp();
            replaceServing(Optional.empty());
            return true;
        });
    }

    /**
     * Blocks until no trial is going on, bounded by what that may take.
     *
     * @return the generation that serves then
     */
    Optional<Generation> awaitDecided() {
        await(times.warmUp().plusSeconds(5), () -> attempt.isEmpty());
        return serving();
    }

    /**
     * Blocks until no event and no compiler uses a service that goes away: first until something else serves instead, or
     * the drain limit is over and nothing does; then until the last event is back, bounded by the drain limit again.
     */
    void awaitUnused(long serviceId) {
        if (!await(times.drain(), () -> free(serviceId))) {
            locked(() -> {
                attempt.filter(a -> a.next.plan().uses(serviceId)).ifPresent(a -> giveUp());
                if (serving.filter(s -> s.plan().uses(serviceId)).isPresent()) {
                    if (attempt.isPresent()) {
                        promote();
                    } else {
                        replaceServing(Optional.empty());
                    }
                }
                return true;
            });
        }
        Duration longest = times.drain().plus(CANCEL).plusSeconds(1);
        if (!await(longest, () -> free(serviceId) && draining.stream().noneMatch(g -> g.plan().uses(serviceId)))) {
            LOG.warn("application \"{}\": a service is still in use after {} ms and goes all the same", application, longest.toMillis());
        }
    }

    private boolean free(long serviceId) {
        return !uses(building, serviceId) && !uses(serving.map(Generation::plan), serviceId) && !uses(attempt.map(a -> a.next.plan()), serviceId);
    }

    private static boolean uses(Optional<Plan> plan, long serviceId) {
        return plan.filter(p -> p.uses(serviceId)).isPresent();
    }

    /** Takes everything away and blocks until the last event is over, bounded. */
    void close() {
        locked(() -> closed = true);
        builder.cancel();
        withdraw();
        await(times.drain().plus(CANCEL).plusSeconds(1), () -> draining.isEmpty() && building.isEmpty());
    }

    /** Lets a generation drain beside what goes on. Under the lock. */
    private void retire(Generation generation) {
        draining.add(generation);
        Thread.ofPlatform().daemon().name("gyre-drain").start(() -> {
            try {
                drain(generation);
                generation.close();
            } finally {
                locked(() -> draining.remove(generation));
            }
        });
    }

    private void drain(Generation generation) {
        Duration drain = times.drain();
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
