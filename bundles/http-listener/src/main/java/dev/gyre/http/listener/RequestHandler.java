package dev.gyre.http.listener;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers requests, each on a thread of its own, and completes their callbacks. Thread-safe; may block; does not throw. */
@FunctionalInterface
public interface RequestHandler {
    void handle(Request request, Response response, Callback callback);
}
