package dev.gyre.http.listener;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers requests, each on a thread of its own, and completes their callbacks. Thread-safe; may block; does not throw. */
@FunctionalInterface
public interface RequestHandler {
    /** @return false when it has left the request as it was, for its successor to answer; only after {@link #giveBack} */
    boolean handle(Request request, Response response, Callback callback);

    /**
     * A successor is to come ({@link Listeners#hold}): what has not begun need not wait here for things that may be there again only once this
     * handler's bundle has gone. Does not block.
     */
    default void giveBack() {
    }
}
