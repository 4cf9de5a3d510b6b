package dev.gyre.trigger.http.internal.serve;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.ServiceChaining;

/** Events that wait for requests to their own applications. Thread-safe. */
public final class Causes {
    private final Map<String, HostContext> waiting = new ConcurrentHashMap<>();

    /** As {@link ServiceChaining#ticket} says. */
    public ServiceChaining.Ticket ticket(HostContext event) {
        String value = UUID.randomUUID().toString(); // of a secure random
        waiting.put(value, event);
        return new ServiceChaining.Ticket() {
            @Override
            public String value() {
                return value;
            }

            @Override
            public void close() {
                waiting.remove(value);
            }
        };
    }

    /** The event behind a request. */
    Optional<HostContext> of(org.eclipse.jetty.http.HttpFields fields) {
        return Optional.ofNullable(fields.get(ServiceChaining.TICKET)).map(waiting::get);
    }
}
