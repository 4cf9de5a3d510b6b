package dev.gyre.runtime.internal.service;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;

import org.osgi.framework.Constants;

/**
 * A service and what decides between several: the highest ranking wins, then the oldest, as everywhere in OSGi.
 *
 * @param names what it answers to, asked once: an engine's id, a host module's import modules, a trigger's type
 */
public record Provided<T>(T service, long id, int ranking, Set<String> names) {
    static final Comparator<Provided<?>> ORDER =
            Comparator.<Provided<?>>comparingInt(p -> -p.ranking()).thenComparingLong(Provided::id);

    public Provided {
        names = Set.copyOf(names);
    }

    public static <T> Provided<T> of(T service, Map<String, ?> properties, Set<String> names) {
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer r ? r : 0;
        return new Provided<>(service, (Long) properties.get(Constants.SERVICE_ID), ranking, names);
    }

    /** The same service, whatever its ranking is now. */
    @Override
    public boolean equals(Object o) {
        return o instanceof Provided<?> p && p.service == service && p.id == id;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }
}
