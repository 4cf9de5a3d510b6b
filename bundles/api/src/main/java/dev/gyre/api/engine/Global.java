package dev.gyre.api.engine;

import org.osgi.annotation.versioning.ProviderType;

/** A global in a store, its value encoded as {@link ValueType} says. For the store's thread. */
@ProviderType
public non-sealed interface Global extends Extern {
    @Override
    ExternType.Glob type();

    long get();

    void set(long value);
}
