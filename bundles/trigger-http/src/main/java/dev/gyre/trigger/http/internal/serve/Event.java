package dev.gyre.trigger.http.internal.serve;

import java.util.Optional;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

import dev.gyre.api.Printable;
import dev.gyre.http.listener.HttpLimits;

/** One request on its way, for logs and failures. For the request's thread. */
final class Event {
    private final Request request;
    private final Response response;
    private final GuestResponse answer;
    private Optional<String> component = Optional.empty();
    private boolean cut;

    Event(Request request, Response response, HttpLimits limits) {
        this.request = request;
        this.response = response;
        this.answer = new GuestResponse(response, request.getMethod().equals("HEAD"), Trailers.wanted(request), limits);
    }

    Request request() {
        return request;
    }

    Response response() {
        return response;
    }

    GuestResponse answer() {
        return answer;
    }

    /** The component that handles it; nothing when none does. */
    Optional<String> component() {
        return component;
    }

    void handledBy(String componentId) {
        component = Optional.of(componentId);
    }

    /** Its connection or stream ends without the end of an answer. */
    void cut() {
        cut = true;
    }

    /** The answer's status for log lines. */
    String outcome() {
        return cut ? "cut" : String.valueOf(response.getStatus());
    }

    /** Method and path for log lines. */
    String describe() {
        return Printable.quoted(request.getMethod()) + " " + Printable.quoted(String.valueOf(request.getHttpURI().getPath()));
    }
}
