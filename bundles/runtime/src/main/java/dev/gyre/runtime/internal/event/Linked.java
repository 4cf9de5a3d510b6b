package dev.gyre.runtime.internal.event;

import java.util.Map;

/**
 * An application's components, prepared: what serves events until something better is there. One whose engine or host interfaces have gone is
 * not among them. Immutable.
 */
public record Linked(Map<String, PreparedComponent> components) {
    public Linked {
        components = Map.copyOf(components);
    }
}
