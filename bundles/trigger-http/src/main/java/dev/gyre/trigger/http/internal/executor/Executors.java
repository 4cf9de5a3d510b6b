package dev.gyre.trigger.http.internal.executor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.executor.HttpExecutorContext;

/** The executors of this container by type, coming and going while requests are served. Thread-safe. */
public final class Executors {
    private final Map<String, ExecutorType> types = new ConcurrentHashMap<>();

    /** @param ranking service ranking */
    public void bind(String type, HttpExecutor executor, int ranking) {
        of(type).bind(executor, ranking);
    }

    /** Blocks until the executor's running requests have ended, bounded. */
    public void unbind(String type, HttpExecutor executor) {
        of(type).unbind(executor);
    }

    /**
     * A handler for a route that survives any exchange of executors.
     *
     * @throws dev.gyre.api.GyreException what an executor that is there has against the component
     */
    public ExecutorRoute open(String type, HttpExecutorContext context) {
        ExecutorType executors = of(type);
        ExecutorRoute route = new ExecutorRoute(executors, type, context);
        executors.add(route);
        return route;
    }

    private ExecutorType of(String type) {
        return types.computeIfAbsent(type, ExecutorType::new);
    }
}
