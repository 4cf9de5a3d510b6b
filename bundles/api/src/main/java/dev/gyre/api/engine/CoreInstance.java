package dev.gyre.api.engine;

import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

/** An instance of a module in a store; it lives as long as the store. For the store's thread. */
@ProviderType
public interface CoreInstance {
    CompiledModule module();

    Store store();

    Optional<Extern> export(String name);

    default Optional<CoreFunction> function(String name) {
        return export(name).filter(CoreFunction.class::isInstance).map(CoreFunction.class::cast);
    }

    default Optional<LinearMemory> memory(String name) {
        return export(name).filter(LinearMemory.class::isInstance).map(LinearMemory.class::cast);
    }
}
