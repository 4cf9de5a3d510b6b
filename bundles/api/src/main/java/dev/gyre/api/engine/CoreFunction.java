package dev.gyre.api.engine;

import java.lang.invoke.MethodHandle;

import org.osgi.annotation.versioning.ProviderType;

/** A function in a store. For the store's thread. */
@ProviderType
public non-sealed interface CoreFunction extends Extern {
    @Override
    ExternType.Func type();

    /**
     * Calls it.
     *
     * @param args encoded as {@link ValueType} says; their number is checked
     * @return one element per result; owned by the caller until the next call
     * @throws TrapException when the guest traps
     */
    long[] call(long... args);

    /**
     * The same call without boxes: a handle whose type is exactly {@link #type()} in carriers (int, long, float, double);
     * several results come as {@code long[]}.
     */
    MethodHandle handle();
}
