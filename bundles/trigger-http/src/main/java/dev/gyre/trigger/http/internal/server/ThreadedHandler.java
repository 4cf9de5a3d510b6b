package dev.gyre.trigger.http.internal.server;

import java.util.concurrent.CompletableFuture;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;

import dev.gyre.trigger.http.internal.serve.RequestHandler;

/**
 * Moves every request to a thread of its own, and when the server stops, lets those threads end first. Thread-safe.
 *
 * <p>Jetty's own {@code GracefulHandler} counts callbacks instead; those of streams that were reset are sometimes never called,
 * and it would wait for them in vain.
 */
final class ThreadedHandler extends Handler.Abstract.NonBlocking implements Graceful {
    private final RequestThreads threads;
    private final RequestHandler requests;
    private final Shutdown shutdown = new Shutdown(this) {
        @Override
        public boolean isShutdownDone() {
            return threads.idle();
        }
    };

    ThreadedHandler(RequestThreads threads, RequestHandler requests) {
        this.threads = threads;
        this.requests = requests;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Thread thread = threads.enter(() -> requests.handle(request, response, callback), shutdown::check);
        if (shutdown.isShutdown()) {
            threads.leave(thread);
            shutdown.check();
            Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
            return true;
        }
        // What runs for a stream that was reset runs for nobody. Jetty forgets failures nobody listens to, so this comes first: the
        // next frame is read after this method. Only when the whole connection fails meanwhile, a guest may run to its deadline.
        request.addFailureListener(failure -> thread.interrupt());
        thread.start();
        return true;
    }

    @Override
    public CompletableFuture<Void> shutdown() {
        return shutdown.shutdown();
    }

    @Override
    public boolean isShutdown() {
        return shutdown.isShutdown();
    }
}
