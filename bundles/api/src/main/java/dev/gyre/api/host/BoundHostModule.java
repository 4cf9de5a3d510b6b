package dev.gyre.api.host;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;

/** A host module prepared for one component. Thread-safe. */
public interface BoundHostModule extends AutoCloseable {
    /**
     * The function for an import of one of {@link HostModule#importModules()}.
     *
     * <p>The function's type is what this module implements; the runtime compares it with the import and refuses the
     * component when they differ. Functions find their event through {@link HostContext#of}.
     *
     * @return nothing when the module has no function of that name
     */
    Optional<HostFunction> function(ImportType wanted);

    /** The functions of an import module by name, so that a message can say which one was meant; none when unknown. */
    default Collection<String> functionNames(String importModule) {
        return List.of();
    }

    /** Frees what {@link HostModule#bind} took; no event uses it any more. */
    @Override
    default void close() {
    }
}
