package dev.gyre.engine.chicory.internal.run;

import com.dylibso.chicory.wasm.types.FunctionType;

import dev.gyre.api.engine.ExternType;

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
        if (!(owner instanceof GuestInstance callee)) {
            return ((BodyFunction) owner).body().call(caller, args);
        }
        if (!callee.module().layout().takesReferences(index)) {
            return callee.machine().call(index, args);
        }
        ExternType.Func type = callee.function(index).type();
        long[] results = callee.machine().call(index, References.pass(type.params(), args, caller, callee));
        return results == null ? null : References.pass(type.results(), results, callee, caller);
    }
}
