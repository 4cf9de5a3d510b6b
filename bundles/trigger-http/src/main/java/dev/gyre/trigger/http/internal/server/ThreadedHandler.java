package dev.gyre.trigger.http.internal.server;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import dev.gyre.trigger.http.internal.serve.RequestHandler;

/** Moves every request to a thread of its own. Thread-safe. */
final class ThreadedHandler extends Handler.Abstract.NonBlocking {
    private final RequestThreads threads;
    private final RequestHandler requests;

    ThreadedHandler(RequestThreads threads, RequestHandler requests) {
        this.threads = threads;
        this.requests = requests;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        threads.start(() -> requests.handle(request, response, callback));
        return true;
    }
}
