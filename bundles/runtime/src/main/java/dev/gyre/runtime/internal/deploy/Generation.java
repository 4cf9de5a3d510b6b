package dev.gyre.runtime.internal.deploy;

import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.runtime.internal.event.Linked;

/**
 * An application made ready with one set of services, and its modules as they were compiled. Immutable.
 *
 * @param compiled by engine and digest, for the next generation
 */
record Generation(Plan plan, Linked linked, Map<CompileKey, CompiledModule> compiled) {
    private static final Logger LOG = LoggerFactory.getLogger(Generation.class);

    /** One module on one engine service. */
    record CompileKey(long engine, String digest) {
    }

    Optional<CompiledModule> compiled(CompileKey key) {
        return Optional.ofNullable(compiled.get(key));
    }

    /** Gives back what host modules took. Only when no event uses it any more. */
    void close() {
        linked.components().values().forEach(c -> c.bound().forEach(Generation::close));
    }

    static void close(BoundHostModule bound) {
        try {
            bound.close();
        } catch (RuntimeException e) {
            LOG.warn("closing a host module failed", e);
        }
    }
}
