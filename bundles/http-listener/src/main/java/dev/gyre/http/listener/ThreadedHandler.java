package dev.gyre.http.listener;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;

/**
 * Hands every request to its site, on a thread of its own, and when the server stops, lets those threads end first. Thread-safe.
 *
 * <p>Jetty's own {@code GracefulHandler} counts callbacks instead; those of streams that were reset are sometimes never called,
 * and it would wait for them in vain.
 */
final class ThreadedHandler extends Handler.Abstract.NonBlocking implements Graceful {
    private final Sites sites;
    private final BooleanSupplier arrivals;
    private final Busy busy;
    private final AtomicInteger running = new AtomicInteger();
    private final Shutdown shutdown = new Shutdown(this) {
        @Override
        public boolean isShutdownDone() {
            return running.get() == 0;
        }
    };

    /**
     * @param arrivals whether sites are on their way that may be asked for
     * @param busy     told of every request
     */
    ThreadedHandler(Sites sites, BooleanSupplier arrivals, Busy busy) {
        this.sites = sites;
        this.arrivals = arrivals;
        this.busy = busy;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        handle(request, response, callback, false);
        return true;
    }

    /** @param known whether it is for a site that was there */
    private void handle(Request request, Response response, Callback callback, boolean known) {
        while (!shutdown.isShutdown()) {
            Optional<OpenSite> found = sites.of(request);
            if (found.isEmpty()) {
                // a listener without sites is about to close
                boolean unavailable = known || sites.isEmpty() || arrivals.getAsBoolean();
                if (!unavailable && sites.of(request).isPresent()) {
                    continue; // it has arrived between the two questions
                }
                Response.writeError(request, response, callback, unavailable ? HttpStatus.SERVICE_UNAVAILABLE_503 : HttpStatus.NOT_FOUND_404);
                return;
            }
            if (found.get().kept()) {
                later(found.get(), request, response, callback);
                return;
            }
            if (begin(found.get(), request, response, callback)) {
                return;
            }
        }
        Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
    }

    /** @return false when the site has closed meanwhile */
    private boolean begin(OpenSite site, Request request, Response response, Callback callback) {
        Runnable left = enter(request);
        Thread thread = site.threads().enter(() -> {
            if (!site.site().requests().handle(request, response, callback)) {
                handle(request, response, callback, true); // by whoever is at its place now
            }
        }, left);
        if (site.closed() || shutdown.isShutdown()) {
            site.threads().leave(thread);
            left.run();
            return false;
        }
        // What runs for a stream that was reset runs for nobody. Jetty forgets failures nobody listens to, so this comes first: the
        // next frame is read after this method. Only when the whole connection fails meanwhile, a guest may run to its deadline.
        request.addFailureListener(failure -> thread.interrupt());
        thread.start();
        return true;
    }

    /** Looks again once somebody answers at the place of the site, or nobody will. */
    private void later(OpenSite kept, Request request, Response response, Callback callback) {
        Runnable left = enter(request);
        Thread thread = kept.threads().enter(() -> {
            if (kept.awaitShut()) {
                handle(request, response, callback, true);
            } else {
                Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
            }
        }, left);
        request.addFailureListener(failure -> thread.interrupt());
        thread.start();
    }

    /** @return to be run when it has ended */
    private Runnable enter(Request request) {
        running.incrementAndGet();
        EndPoint connection = Busy.of(request);
        Connector connector = request.getConnectionMetaData().getConnector();
        busy.enter(connection);
        changed(connector, connection);
        return () -> {
            busy.leave(connection);
            changed(connector, connection);
            running.decrementAndGet();
            shutdown.check();
        };
    }

    private static void changed(Connector connector, EndPoint connection) {
        if (connector instanceof Door door) {
            door.changed(connection);
        }
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
