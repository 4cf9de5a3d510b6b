package dev.gyre.trigger.http.internal.executor;

import java.io.IOException;

import dev.gyre.api.http.HttpExchange;
import dev.gyre.trigger.http.internal.config.StaticResponse;

/** A route that has the same answer for everybody. */
public record StaticRoute(String componentId, StaticResponse response) implements RouteHandler {
    @Override
    public String type() {
        return "static_response";
    }

    @Override
    public boolean served() {
        return true;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        exchange.response().send(response.status(), response.fields(), response.body());
    }

    @Override
    public void endWaits() {
    }

    @Override
    public void giveBack() {
    }

    @Override
    public void close() {
    }
}
