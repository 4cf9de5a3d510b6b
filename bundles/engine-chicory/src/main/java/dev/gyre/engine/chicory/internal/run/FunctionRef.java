package dev.gyre.engine.chicory.internal.run;

import com.dylibso.chicory.wasm.types.FunctionType;

/**
 * A function of a store wherever it is referred to.
 *
 * @param owner a {@link GuestInstance}, or a {@link BodyFunction} which is the function itself
 * @param index of the function in its instance, imports counted; 0 for a host function
 */
record FunctionRef(Object owner, int index) {
    StoreFunction function() {
        return owner instanceof GuestInstance instance ? instance.function(index) : (StoreFunction) owner;
    }

    FunctionType chicoryType() {
        return owner instanceof GuestInstance instance ? instance.module().layout().function(index) : Types.function(function().type());
    }

    /** Calls it from guest code, on the thread that runs the store. */
    long[] call(GuestInstance caller, long[] args) {
        return owner instanceof GuestInstance instance ? instance.machine().call(index, args) : ((BodyFunction) owner).body().call(caller, args);
    }
}
