package dev.gyre.trigger.http.internal.executor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.api.service.Swappable;

/**
 * All executors of one type, of which the one with the highest ranking serves, and the routes that want it. Thread-safe.
 */
final class ExecutorType {
    /** How long requests wait for an executor that is being replaced. */
    static final Duration PATIENCE = Duration.ofSeconds(10);
    /**
     * How long a leaving executor is held up by its requests, which end undisturbed after that. Much shorter than requests are ready to wait:
     * what those wait for may come back only after the executor has gone, when a refresh takes host interface and executor alike. Those that
     * can be begun anew do not hold it up at all; others may fail if what comes back does not go with what has left.
     */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Provider> providers = new ArrayList<>();
    private final Set<ExecutorRoute> routes = new LinkedHashSet<>();
    private final Swappable<Generation> current = new Swappable<>();
    private final Set<Generation> added = new HashSet<>();
    /** When requests stop waiting; far in the past while an executor is there. */
    private volatile long patienceEnds = System.nanoTime() + PATIENCE.toNanos();

    /** @param ranking service ranking; of equals, the newest serves */
    private record Provider(Generation generation, int ranking) {
    }

    ExecutorType(String name) {
        this.name = name;
    }

    boolean present() {
        return current.peek().isPresent();
    }

    /** Prepares all routes on a newcomer while the others serve, then lets it serve if it ranks highest. */
    void bind(HttpExecutor executor, int ranking) {
        lock.lock();
        try {
            Generation generation = new Generation(executor);
            routes.forEach(generation::takeOver);
            providers.add(new Provider(generation, ranking));
            serveBest();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the others take over, and returns when the executor's last request has ended, or after {@link #DRAIN}. */
    void unbind(HttpExecutor executor) {
        Optional<Generation> leaving;
        lock.lock();
        try {
            leaving = providers.stream().map(Provider::generation).filter(g -> g.executor() == executor).findFirst();
            providers.removeIf(p -> p.generation().executor() == executor);
            patienceEnds = System.nanoTime() + PATIENCE.toNanos();
            leaving.ifPresent(added::remove);
            leaving.ifPresent(Generation::leave);
            serveBest();
        } finally {
            lock.unlock();
        }
        leaving.ifPresent(g -> current.remove(g, DRAIN));
    }

    /**
     * The best becomes current by being added. Whatever was current stays behind it until it is unbound, so {@code added} is in
     * order of ranking, and whoever leaves is followed by the next best.
     */
    private void serveBest() {
        providers.stream().max(Comparator.comparingInt(Provider::ranking).thenComparingInt(providers::indexOf))
                .map(Provider::generation)
                .filter(added::add)
                .ifPresent(current::add);
    }

    /** Requests that wait are asked whether they go on waiting. */
    void wake() {
        current.askAgain();
    }

    /** @throws RuntimeException what the serving executor has against the route */
    void add(ExecutorRoute route) {
        lock.lock();
        try {
            Optional<Generation> serving = current.peek();
            serving.ifPresent(g -> g.prepare(route));
            providers.stream().map(Provider::generation).filter(g -> !serving.equals(Optional.of(g))).forEach(g -> g.takeOver(route));
            routes.add(route);
        } finally {
            lock.unlock();
        }
    }

    void remove(ExecutorRoute route) {
        lock.lock();
        try {
            routes.remove(route);
            providers.forEach(p -> p.generation().forget(route));
        } finally {
            lock.unlock();
        }
    }

    /**
     * @throws GivenBack            when the trigger leaves before a guest got the request
     * @throws UnavailableException when no executor of this type came in time
     */
    void handle(ExecutorRoute route, HttpExchange exchange) throws IOException {
        try {
            boolean handled;
            do {
                handled = handled(route, exchange);
            } while (!handled);
        } catch (UnavailableException e) {
            throw route.givesBack() && canBeginAnew(exchange) ? new GivenBack(e) : e;
        }
    }

    private static boolean canBeginAnew(HttpExchange exchange) {
        return !exchange.response().begun() && exchange.request().body() instanceof Unread body && body.unread();
    }

    /** @return false when the executor left before a guest got the request: its successor can begin it anew */
    private boolean handled(ExecutorRoute route, HttpExchange exchange) throws IOException {
        try (Swappable<Generation>.Lease lease = lease(route).orElseThrow(() -> unavailable(route))) {
            try {
                HttpHandler handler = lease.value().handler(route).handler();
                Waits.on(lease.value().waiters(), () -> handler.handle(exchange));
                return true;
            } catch (UnavailableException e) {
                if (lease.value().hasLeft() && !route.givesBack() && canBeginAnew(exchange)) {
                    return false;
                }
                throw e;
            }
        }
    }

    /** Who waits for an executor that has been away for long only ties up a connection. */
    private Optional<Swappable<Generation>.Lease> lease(ExecutorRoute route) {
        return current.lease(() -> route.nobodyWaits() || route.givesBack() ? 0 : patienceEnds - System.nanoTime());
    }

    private UnavailableException unavailable(ExecutorRoute route) {
        if (route.nobodyWaits()) {
            return new UnavailableException("the application was closed while component \"" + route.componentId() + "\" waited for executor \"" + name + "\"");
        }
        return new UnavailableException("no bundle provides executor \"" + name + "\", which component \"" + route.componentId() + "\" asks for");
    }
}
