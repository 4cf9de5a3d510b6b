package dev.gyre.executor.spin.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.gyre.api.abi.GuestHeap;
import dev.gyre.api.abi.GuestReader;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpHandler;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.api.http.SpinHeader;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;

/** Serves requests with one component: lowers the request, calls the handler, lifts the response. Thread-safe. */
final class SpinHandler implements HttpHandler {
    private final ExecutionContext execution;
    private final ComponentContext component;
    private final Generation generation;

    SpinHandler(ExecutionContext execution, ComponentContext component, Generation generation) {
        this.execution = execution;
        this.component = component;
        this.generation = generation;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HttpRequest request = exchange.request();
        int method = Method.ordinal(request.method());
        // The whole request and the whole response pass by value, so a slow client holds no instance.
        byte[] body;
        try (InputStream in = request.body()) {
            body = in.readAllBytes();
        }
        GuestResponse response = call(exchange, method, body);
        exchange.response().send(response.status(), response.headers(), response.body());
    }

    private GuestResponse call(HttpExchange exchange, int method, byte[] body) {
        try (InstanceLease lease = execution.lease(component.component().id(), InstanceOptions.DEFAULT)) {
            HttpRequest request = exchange.request();
            GuestHeap heap = GuestHeap.of(lease.instance());
            Slice uri = heap.lower(generation == Generation.HANDLER ? request.path() : request.pathAndQuery());
            Slice headers = heap.lowerPairs(headers(exchange));
            Slice params = heap.lowerPairs(request.query().map(QueryParams::parse).orElse(List.of()));
            Slice content = heap.lower(body);
            long[] result = lease.call(generation.export(), method, uri.pointer(), uri.length(), headers.pointer(), headers.length(),
                    params.pointer(), params.length(), 1, content.pointer(), content.length());
            return GuestResponse.lift(new GuestReader(heap.memory(), component.limits().memoryBytes()), (int) result[0], lease.layout());
        }
    }

    private List<Map.Entry<String, String>> headers(HttpExchange exchange) {
        if (generation != Generation.HANDLER) {
            return SpinHeader.afterOwn(exchange);
        }
        List<SpinHeader> facts = SpinHeader.of(exchange);
        // The trigger keeps clients from sending spin-*; these names it does not know.
        Set<String> names = facts.stream().map(SpinHeader::variable).collect(Collectors.toCollection(() -> new TreeSet<>(String.CASE_INSENSITIVE_ORDER)));
        List<Map.Entry<String, String>> out = new ArrayList<>();
        exchange.request().headers().entries().stream().filter(h -> !names.contains(h.getKey())).forEach(out::add);
        facts.forEach(fact -> out.add(Map.entry(fact.variable(), fact.value())));
        return out;
    }
}
