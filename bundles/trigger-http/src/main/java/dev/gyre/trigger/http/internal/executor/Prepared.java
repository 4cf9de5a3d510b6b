package dev.gyre.trigger.http.internal.executor;

import dev.gyre.api.http.HttpHandler;

/** What became of a route on one executor. */
sealed interface Prepared {
    /** It is served. */
    record Ready(HttpHandler handler) implements Prepared {
    }

    /** The executor, which came after the application was started, cannot serve it. */
    record Refused(RuntimeException reason) implements Prepared {
    }
}
