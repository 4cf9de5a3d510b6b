package dev.gyre.trigger.http.internal.executor;

import java.io.IOException;

import dev.gyre.api.executor.HttpExecutorContext;
import dev.gyre.api.host.Cause;
import dev.gyre.api.http.HttpExchange;

/** A running route as its executors know it: one object per route and start, compared by identity. Thread-safe. */
public final class ExecutorRoute implements RouteHandler {
    private final ExecutorType executors;
    private final String type;
    private final HttpExecutorContext context;
    private volatile boolean nobodyWaits;
    private volatile boolean givesBack;

    ExecutorRoute(ExecutorType executors, String type, HttpExecutorContext context) {
        this.executors = executors;
        this.type = type;
        this.context = context;
    }

    @Override
    public String componentId() {
        return context.component().component().id();
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public boolean served() {
        return executors.present();
    }

    HttpExecutorContext context() {
        return context;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        executors.handle(this, exchange);
    }

    boolean nobodyWaits() {
        return nobodyWaits;
    }

    /** Whether this thread's request, when it cannot go on, is left to the trigger's successor; not one that a guest has made. */
    boolean givesBack() {
        return givesBack && Cause.current().isEmpty();
    }

    @Override
    public void giveBack() {
        givesBack = true;
        executors.wake();
    }

    @Override
    public void endWaits() {
        nobodyWaits = true;
        executors.wake();
    }

    /** Executors may forget it. Requests still running end undisturbed. */
    @Override
    public void close() {
        executors.remove(this);
    }
}
