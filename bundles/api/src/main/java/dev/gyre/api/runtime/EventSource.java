package dev.gyre.api.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A place from which events of an application come. Programs read its fields, people its {@link #lines}. Immutable.
 *
 * @param kind    who connects to whom
 * @param address URL of the listener or of the server, without a path that is part of the routes
 * @param base    the path below which all routes of a listener are, such as {@code /shop}; mostly empty
 * @param problem why nothing comes from there at present, in words
 * @param routes  which events are whose, as the manifest orders them
 */
public record EventSource(Kind kind, String address, String base, Optional<String> problem, List<Route> routes) {
    /** Who connects to whom. */
    public enum Kind {
        /** Clients connect to the trigger. */
        LISTENER("Serving ", "Available Routes:"),
        /** The trigger connects to a server and is sent what is published there. */
        SUBSCRIPTION("Subscribed to ", "Available Channels:");

        private final String head;
        private final String title;

        Kind(String head, String title) {
            this.head = head;
            this.title = title;
        }
    }

    /**
     * Some of the events, and whose they are.
     *
     * @param component   its id, or the name of what else answers
     * @param name        the path, with {@link EventSource#base} and empty for the root, or the channel
     * @param wildcard    whether what lies below a path is meant, too
     * @param description of the component, for people
     * @param problem     why its events are not handled at present, in words
     */
    public record Route(String component, String name, boolean wildcard, Optional<String> description, Optional<String> problem) {
        public Route(String component, String name) {
            this(component, name, false, Optional.empty(), Optional.empty());
        }
    }

    public EventSource {
        routes = List.copyOf(routes);
    }

    /** Where clients connect to, its routes right below the address. */
    public static EventSource listener(String address, List<Route> routes) {
        return new EventSource(Kind.LISTENER, address, "", Optional.empty(), routes);
    }

    /** @param problem why it is not subscribed at present */
    public static EventSource subscription(String address, Optional<String> problem, List<Route> routes) {
        return new EventSource(Kind.SUBSCRIPTION, address, "", problem, routes);
    }

    /** As {@code gyre up} shows it, and as Spin does where it has the like. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(problem.map(p -> "Waiting for " + address + ": " + p).orElse(kind.head + address));
        lines.add(kind.title);
        for (Route route : routes) {
            lines.add("  " + route.component + ": " + (kind == Kind.LISTENER ? address : "") + route.name + (route.wildcard ? " (wildcard)" : ""));
            route.description.ifPresent(d -> lines.add("    " + d));
            route.problem.ifPresent(p -> lines.add("    " + p));
        }
        return lines;
    }
}
