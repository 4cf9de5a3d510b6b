package dev.gyre.runtime.internal.service;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;

import org.osgi.framework.Constants;

/**
 * A service and what decides between several: the highest ranking wins, then the oldest, as everywhere in OSGi. Where nobody may take
 * another one's place by saying so, the bundle wins that was installed first.
 *
 * @param bundle id of the one that offers it; 0 where that does not matter
 * @param names what it answers to, asked once: an engine's id, a host module's import modules, a trigger's type
 */
public record Provided<T>(T service, long id, int ranking, long bundle, Set<String> names) {
    static final Comparator<Provided<?>> ORDER =
            Comparator.<Provided<?>>comparingInt(p -> -p.ranking()).thenComparingLong(Provided::bundle).thenComparingLong(Provided::id);

    public Provided {
        names = Set.copyOf(names);
    }

    public static <T> Provided<T> of(T service, Map<String, ?> properties, Set<String> names) {
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer r ? r : 0;
        return new Provided<>(service, (Long) properties.get(Constants.SERVICE_ID), ranking, 0, names);
    }

    /** One whose ranking says nothing. */
    public static <T> Provided<T> ofFirst(T service, Map<String, ?> properties, Set<String> names) {
        long bundle = properties.get(Constants.SERVICE_BUNDLEID) instanceof Long b ? b : 0;
        return new Provided<>(service, (Long) properties.get(Constants.SERVICE_ID), 0, bundle, names);
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
