package dev.gyre.executor.spin.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.api.http.SpinHeader;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;

/**
 * Serves requests with a component that exports {@code fermyon:spin/inbound-http} (Spin 1.1 to today): {@code handle-request: func(req: request)
 * -> response}, with {@code record request { method, uri, headers, params, body: option<list<u8>> }} and {@code record response { status: u16,
 * headers: option<list<tuple<string, string>>>, body: option<list<u8>> }}. Thread-safe.
 */
final class InboundHttpHandler implements HttpHandler {
    static final String INTERFACE = "fermyon:spin/inbound-http";

    private final ExecutionContext execution;
    private final ComponentContext component;

    InboundHttpHandler(ExecutionContext execution, ComponentContext component) {
        this.execution = execution;
        this.component = component;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HttpRequest request = exchange.request();
        int method = Method.ordinal(request.method());
        byte[] body;
        try (InputStream in = request.body()) {
            body = in.readAllBytes();
        }
        Object[] response;
        try (InstanceLease lease = execution.lease(component.component().id(), InstanceOptions.DEFAULT)) {
            List<Object[]> headers = SpinHeader.afterOwn(exchange).stream().map(h -> new Object[] {h.getKey(), h.getValue()}).toList();
            Object[] message = {method, request.pathAndQuery(), headers, List.of(), Optional.of(body)};
            response = (Object[]) lease.invoke(INTERFACE, "handle-request", (Object) message).orElseThrow();
        }
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        ((Optional<?>) response[1]).ifPresent(list -> ((List<?>) list).forEach(pair ->
                fields.add(Map.entry((String) ((Object[]) pair)[0], (String) ((Object[]) pair)[1]))));
        exchange.response().send(Short.toUnsignedInt((Short) response[0]), HttpFields.of(fields), ((Optional<?>) response[2]).map(b -> (byte[]) b).orElse(new byte[0]));
    }
}
