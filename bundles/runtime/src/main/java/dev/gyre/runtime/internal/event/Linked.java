package dev.gyre.runtime.internal.event;

import java.util.Map;

/** An application's components, all prepared: what serves events until something better is there. Immutable. */
public record Linked(Map<String, PreparedComponent> components) {
    public Linked {
        components = Map.copyOf(components);
    }
}
