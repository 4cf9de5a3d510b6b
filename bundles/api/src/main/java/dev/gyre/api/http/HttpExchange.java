package dev.gyre.api.http;

/** A request on its way through an executor, and its answer. For the event's thread. */
public record HttpExchange(HttpRequest request, RouteMatch route, HttpResponse response) {
}
