package dev.gyre.trigger.http.internal.executor;

import java.io.IOException;

import dev.gyre.api.executor.HttpExecutorContext;
import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpHandler;

/** A running route as its executors know it: one object per route and start, compared by identity. Thread-safe. */
public final class ExecutorRoute implements HttpHandler, AutoCloseable {
    private final ExecutorType executors;
    private final String type;
    private final HttpExecutorContext context;

    ExecutorRoute(ExecutorType executors, String type, HttpExecutorContext context) {
        this.executors = executors;
        this.type = type;
        this.context = context;
    }

    public String componentId() {
        return context.component().component().id();
    }

    /** The executor's type. */
    public String type() {
        return type;
    }

    /** Whether an executor is there to serve it now. */
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

    /** Executors may forget it. Requests still running end undisturbed. */
    @Override
    public void close() {
        executors.remove(this);
    }
}
