package dev.gyre.engine.chicory.internal.run;

import dev.gyre.api.engine.CoreFunction;

/** A function of a store, a guest's or the host's. */
abstract sealed class StoreFunction implements CoreFunction permits InstanceFunction, BodyFunction {
    abstract GuestStore store();

    /** This function as it stands in tables. */
    abstract FunctionRef reference();
}
