package dev.gyre.host.http.internal;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Stream;

import dev.gyre.api.host.ServiceChaining;

/**
 * A request of an event to its own application's listener, until it has been answered. Immutable.
 *
 * @param ticket lets it count as the event's, where who listens keeps an account of that
 * @param depth  how many such requests wait for it, and itself
 */
record OwnRequest(Optional<ServiceChaining.Ticket> ticket, int depth) implements AutoCloseable {
    /** The request as it goes there. */
    OutboundRequest of(OutboundRequest request) {
        Stream<Entry<String, String>> more = ticket.stream().map(t -> Map.entry(ServiceChaining.TICKET, t.value()));
        List<Entry<String, String>> headers = Stream.concat(request.headers().stream(), more).toList();
        return new OutboundRequest(request.method(), request.target(), headers, request.body(), depth);
    }

    @Override
    public void close() {
        ticket.ifPresent(ServiceChaining.Ticket::close);
    }
}
