package dev.gyre.api.engine;

import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

/** A table in a store. For the store's thread. */
@ProviderType
public non-sealed interface Table extends Extern {
    @Override
    ExternType.Tab type();

    int size();

    /** @return the old size, or -1 when the limits refuse */
    int grow(int elements);

    /** The function at an index; nothing for a null reference. */
    Optional<CoreFunction> function(int index);

    /** Puts a function of the same store at an index. */
    void set(int index, CoreFunction function);
}
