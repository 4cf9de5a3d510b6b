package dev.gyre.trigger.http.internal.serve;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.GyreException;
import dev.gyre.api.Printable;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.host.Cause;
import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.api.http.HttpResponse;
import dev.gyre.api.http.RouteMatch;
import dev.gyre.api.http.SpinHeader;
import dev.gyre.http.listener.HttpLimits;
import dev.gyre.trigger.http.internal.executor.RouteHandler;

/** Serves the requests of one application's components to each other. Thread-safe. */
public final class ChainedRequests {
    private static final String ROUTE = "/...";

    private final String application;
    private final Map<String, RouteHandler> handlers;
    private final HttpLimits limits;
    private final HeapBudget bodies;
    private final Failures failures;

    /**
     * @param handlers by component
     * @param bodies   what request bodies may take of memory
     */
    public ChainedRequests(String application, Map<String, RouteHandler> handlers, HttpLimits limits, HeapBudget bodies) {
        this.application = application;
        this.handlers = Map.copyOf(handlers);
        this.limits = limits.unhurried();
        this.bodies = bodies;
        this.failures = new Failures(application, new AccessLog(false));
    }

    /** As {@link dev.gyre.api.host.ServiceChaining#handle} says. */
    public void handle(String component, HttpRequest request, HttpResponse response) throws IOException {
        RouteHandler handler = handler(component).orElseThrow(() -> new GyreException("application \"" + application + "\" has no component \"" + component
                + "\" that answers HTTP; these do: " + String.join(", ", handlers.keySet().stream().sorted().toList())));
        ChainedResponse answer = new ChainedResponse(response, request.method().equals("HEAD"), limits);
        RequestBody body = new RequestBody(request.body(), limits, bodies);
        try {
            handler.handle(new HttpExchange(received(request, body), match(request.path()), answer));
            if (!answer.begun()) {
                throw new IllegalStateException("executor \"" + handler.type() + "\" returned without an answer");
            }
            answer.end();
        } catch (IOException | RuntimeException | Error e) {
            String from = Cause.current().map(c -> ", for component \"" + c.component().component().id() + "\"").orElse("");
            failures.answerChained(handler.componentId(), Printable.quoted(request.method()) + " " + Printable.quoted(request.path()) + from, answer, e);
        } finally {
            body.forget();
        }
    }

    /** Names of hosts have no upper case, and ids of version 1 may. */
    private Optional<RouteHandler> handler(String component) {
        return Optional.ofNullable(handlers.get(component))
                .or(() -> handlers.values().stream().filter(h -> h.componentId().equalsIgnoreCase(component)).findFirst());
    }

    /** Without what a guest may not say, and the {@code Host} that is none. */
    private static HttpRequest received(HttpRequest sent, RequestBody body) {
        HttpFields fields = sent.headers().without(n -> n.toLowerCase(Locale.ROOT).startsWith(SpinHeader.PREFIX) || n.equalsIgnoreCase("host"));
        return new HttpRequest(sent.method(), sent.scheme(), sent.authority(), sent.path(), sent.query(), sent.protocol(), fields, sent.length(), body,
                sent.client(), sent.trailers());
    }

    /** The route of Spin's own making, {@code RouteMatch::synthetic}. */
    private static RouteMatch match(String path) {
        return new RouteMatch(path, ROUTE, "/", ROUTE, "", Map.of());
    }
}
