package dev.gyre.host.http.internal;

import java.util.Map;

/**
 * A component as one that sends requests. Immutable.
 *
 * @param name        of application and component, in messages; keeps connections apart
 * @param connections of its application
 * @param tls         how it meets the servers of some hosts
 */
record Requester(String name, ConnectionRules connections, Map<String, ClientTls> tls) {
    /** One of which no operator has said anything. */
    Requester(String name) {
        this(name, ConnectionRules.NONE, Map.of());
    }

    @Override
    public String toString() {
        return name;
    }
}
