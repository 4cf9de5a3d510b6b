package dev.gyre.runtime.internal.deploy;

import java.util.Map;
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

    /** The components whose code {@code served} did not run. */
    Set<String> cold(Generation served) {
        return linked.components().keySet().stream().filter(id -> !code(id).equals(served.code(id))).collect(Collectors.toSet());
    }

    /** Gives back what host modules took. Only when no event uses it any more. */
    void close() {
        linked.components().values().forEach(c -> c.bound().forEach(Generation::close));
    }

    static void close(AutoCloseable bound) {
        try {
            bound.close();
        } catch (Exception e) {
            LOG.warn("closing a host module or interface failed", e);
        }
    }
}
