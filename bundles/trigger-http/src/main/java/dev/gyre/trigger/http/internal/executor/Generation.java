package dev.gyre.trigger.http.internal.executor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.executor.HttpExecutor;

/** One executor service and what it has prepared for the routes of all applications. Thread-safe. */
final class Generation {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    private final HttpExecutor executor;
    private final Map<ExecutorRoute, Prepared> routes = new ConcurrentHashMap<>();
    private final Waiters waiters = new Waiters();
    private volatile boolean left;

    Generation(HttpExecutor executor) {
        this.executor = executor;
    }

    HttpExecutor executor() {
        return executor;
    }

    /** Its service has gone; requests it has begun may still be running, but for those that can be begun anew and have no instance yet. */
    void leave() {
        left = true;
        waiters.end();
    }

    /** Those of its requests that wait for an instance. */
    Waiters waiters() {
        return waiters;
    }

    boolean hasLeft() {
        return left;
    }

    /** @throws RuntimeException what the executor has against the route */
    void prepare(ExecutorRoute route) {
        routes.put(route, new Prepared.Ready(executor.prepare(route.context())));
    }

    /** Prepares a route that is being served already; a failure is kept for its requests. */
    void takeOver(ExecutorRoute route) {
        try {
            prepare(route);
        } catch (RuntimeException e) {
            LOG.error("executor \"{}\" is back, but cannot serve component \"{}\": {}", route.type(), route.componentId(), e.getMessage());
            routes.put(route, new Prepared.Refused(e));
        }
    }

    void forget(ExecutorRoute route) {
        routes.remove(route);
    }

    /** @throws RuntimeException the reason when the executor refused the route */
    Prepared.Ready handler(ExecutorRoute route) {
        return switch (routes.get(route)) {
            case Prepared.Ready ready -> ready;
            case Prepared.Refused refused -> throw refused.reason();
            case null -> throw new IllegalStateException("route of component " + route.componentId() + " is closed");
        };
    }
}
