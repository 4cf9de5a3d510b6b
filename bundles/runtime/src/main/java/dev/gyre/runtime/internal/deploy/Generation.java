package dev.gyre.runtime.internal.deploy;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.runtime.internal.event.CompiledCode;
import dev.gyre.runtime.internal.event.Linked;

/** An application made ready with one set of services. Immutable. */
record Generation(Plan plan, Linked linked) {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    private Optional<CompiledCode> code(String component) {
        return Optional.ofNullable(linked.components().get(component)).map(c -> c.guest().code());
    }

    /** The components that {@code served} ran with other code. One it did not run at all has nobody to be tried beside. */
    Set<String> cold(Generation served) {
        return linked.components().keySet().stream().filter(id -> served.code(id).filter(code -> !code(id).equals(Optional.of(code))).isPresent())
                .collect(Collectors.toSet());
    }

    /** Gives back what host modules took. Only when no event uses it any more. */
    void close() {
        linked.components().values().forEach(c -> c.bound().forEach(Generation::close));
    }

    static void close(AutoCloseable bound) {
        try {
            bound.close();
        } catch (Throwable e) { // anybody's code
            LOG.warn("closing a host module or interface failed", e);
        }
    }
}
