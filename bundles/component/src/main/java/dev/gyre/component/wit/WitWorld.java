package dev.gyre.component.wit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.gyre.component.link.Entity;

/**
 * A world, those it includes put in.
 *
 * @param imports by name, such as {@code wasi:io/poll@0.2.6}, in order
 * @param exports the same
 */
public record WitWorld(String name, Map<String, Entity> imports, Map<String, Entity> exports) {
    public WitWorld {
        imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
        exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
    }
}
