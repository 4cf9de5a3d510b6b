package dev.gyre.api.http;

import java.io.IOException;

/** Answers requests. Thread-safe: called for many requests at once, each on its own virtual thread; may block. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers one request. Returning without having begun the response is an error of the handler (500).
     *
     * @throws HttpFailure to answer with a status of its own
     * @throws dev.gyre.api.GyreException to answer with the status that fits: 503 for
     *         {@link dev.gyre.api.runtime.UnavailableException}, 504 for a deadline, else 500, and never with its message
     */
    void handle(HttpExchange exchange) throws IOException;
}
