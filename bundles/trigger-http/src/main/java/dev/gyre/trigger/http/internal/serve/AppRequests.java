package dev.gyre.trigger.http.internal.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.host.Cause;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpFailure;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.http.listener.HttpLimits;
import dev.gyre.http.listener.RequestHandler;
import dev.gyre.trigger.http.internal.executor.GivenBack;
import dev.gyre.trigger.http.internal.executor.RouteHandler;
import dev.gyre.trigger.http.internal.executor.Waits;
import dev.gyre.trigger.http.internal.route.PathRules;
import dev.gyre.trigger.http.internal.route.Route;
import dev.gyre.trigger.http.internal.route.Router;

/** Serves the requests of one application. Thread-safe. */
public final class AppRequests implements RequestHandler {
    /** For a client that leaves the host empty. One of HTTP/1.0 that does not send it gets the listener's address. */
    private static final String NO_HOST = "localhost";

    private final Router router;
    private final Map<Route, RouteHandler> handlers;
    private final Waits waits;
    private final Reserved reserved;
    private final HttpLimits limits;
    private final HeapBudget bodies;
    private final Causes causes;
    private final Failures failures;
    private final AccessLog accessLog;

    /**
     * @param handlers one for each of the router's routes
     * @param waits    of their executors
     * @param bodies   what request bodies may take of memory
     * @param causes   who may be behind a request
     */
    public AppRequests(Router router, Map<Route, RouteHandler> handlers, Waits waits, Reserved reserved, HttpLimits limits, HeapBudget bodies,
            Causes causes, boolean accessLog) {
        this.router = router;
        this.handlers = Map.copyOf(handlers);
        this.waits = waits;
        this.reserved = reserved;
        this.limits = limits;
        this.bodies = bodies;
        this.causes = causes;
        this.accessLog = new AccessLog(accessLog);
        this.failures = new Failures(waits.application().info().name(), this.accessLog);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Thread.currentThread().setContextClassLoader(AppRequests.class.getClassLoader());
        Event event = new Event(request, response, limits);
        try {
            // A guest may think as long as its deadline allows; only waiting for the client is limited by the idle timeout.
            request.addIdleTimeoutListener(timeout -> false);
            Optional<HostContext> cause = causes.of(request.getHeaders());
            if (cause.isPresent()) {
                Cause.call(cause.get(), () -> {
                    answer(event);
                    return event;
                });
            } else {
                answer(event);
            }
            event.answer().end();
            accessLog.write(event);
            Leftovers.discard(request);
            callback.succeeded();
        } catch (GivenBack e) {
            return false;
        } catch (Throwable e) {
            failures.answer(event, e, callback);
        }
        return true;
    }

    @Override
    public void giveBack() {
        handlers.values().forEach(RouteHandler::giveBack);
        waits.giveBack();
    }

    private void answer(Event event) throws IOException {
        Request request = event.request();
        HttpURI uri = request.getHttpURI();
        String path = Optional.ofNullable(uri.getPath()).orElse("");
        PathRules.problem(path).ifPresent(problem -> {
            throw new HttpFailure(400, "", "path is refused: " + problem);
        });
        if (request.getHeaders().size() > limits.maxHeaders()) {
            throw new HttpFailure(431, "", request.getHeaders().size() + " request fields are more than max-headers, " + limits.maxHeaders());
        }
        Optional<Reserved.Answer> own = reserved.answer(path);
        if (own.isPresent()) {
            HttpFields fields = own.get().type().map(t -> HttpFields.EMPTY.with("content-type", t)).orElse(HttpFields.EMPTY);
            event.answer().send(own.get().status(), fields, own.get().content());
            return;
        }
        Optional<Router.Hit> hit = router.route(path);
        if (hit.isEmpty()) {
            event.answer().send(404, HttpFields.EMPTY, new byte[0]);
            return;
        }
        RouteHandler handler = handlers.get(hit.get().route());
        event.handledBy(handler.componentId());
        RequestBody body = new RequestBody(Content.Source.asInputStream(request), limits, bodies);
        try {
            HttpExchange exchange = new HttpExchange(request(request, path, body), hit.get().match(), event.answer());
            Waits.handling(body, () -> handler.handle(exchange));
        } finally {
            body.forget();
        }
        if (!event.answer().begun()) {
            throw new IllegalStateException("executor \"" + handler.type() + "\" returned without an answer");
        }
    }

    private HttpRequest request(Request request, String path, RequestBody body) {
        HttpURI uri = request.getHttpURI();
        String authority = Optional.ofNullable(uri.getAuthority()).filter(a -> !a.isEmpty()).orElse(NO_HOST);
        long length = request.getLength();
        if (length > limits.maxBody()) {
            throw RequestBody.tooLarge(limits.maxBody());
        }
        return new HttpRequest(
                request.getMethod(),
                request.isSecure() ? "https" : "http",
                authority,
                path,
                Optional.ofNullable(uri.getQuery()),
                request.getConnectionMetaData().getHttpVersion().asString(),
                RequestHeaders.of(request.getHeaders(), authority),
                length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                body,
                (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress(),
                () -> Trailers.of(request));
    }
}
