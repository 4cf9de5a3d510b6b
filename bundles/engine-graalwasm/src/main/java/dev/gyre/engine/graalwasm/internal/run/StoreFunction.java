package dev.gyre.engine.graalwasm.internal.run;

import java.lang.invoke.MethodHandle;

import org.graalvm.polyglot.Value;

import dev.gyre.api.engine.CallHandle;
import dev.gyre.api.engine.CoreFunction;

/** A function of a store, a guest's or the host's. */
abstract sealed class StoreFunction implements CoreFunction permits GuestFunction, BodyFunction {
    abstract GuestStore store();

    /** This function as it stands in tables. */
    abstract Value value();

    /** Whatever crosses a polyglot boundary is boxed there, so there is nothing to be won by another way. */
    @Override
    public final MethodHandle handle() {
        return CallHandle.of(this);
    }
}
