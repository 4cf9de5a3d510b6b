package dev.gyre.api.engine;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/** A module with its imports resolved as far as a deploy can. Immutable and thread-safe. */
@ProviderType
public interface InstancePre {
    CompiledModule module();

    /**
     * Makes an instance and runs its start function, if it has one.
     *
     * @param deferred what the {@link ImportBinding.Deferred} slots stand for; all of the same store
     * @throws TrapException   when the start function or a segment traps, or the store's limits do not allow it
     * @throws ModuleException when a deferred extern has the wrong type
     */
    CoreInstance instantiate(Store store, List<Extern> deferred);

    default CoreInstance instantiate(Store store) {
        return instantiate(store, List.of());
    }
}
