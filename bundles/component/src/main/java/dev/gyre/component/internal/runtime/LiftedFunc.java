package dev.gyre.component.internal.runtime;

import java.util.function.Function;

import dev.gyre.api.engine.CoreFunction;

/** A component function made of a core function ({@code canon lift}). Immutable and thread-safe. */
public final class LiftedFunc {
    private final int slot;
    private final Options options;
    private final Signature signature;

    /** @param slot of the core function */
    public LiftedFunc(int slot, Options options, Signature signature) {
        this.slot = slot;
        this.options = options;
        this.signature = signature;
    }

    /** Called by the host. */
    Object call(Running rt, Object[] args) {
        return call(rt, null, () -> args, Function.identity());
    }

    /** Gives the arguments, once the callee may be entered. */
    interface Arguments {
        Object[] get();
    }

    /**
     * Called by another component.
     *
     * @param caller null for the host
     * @param resolve what becomes of the result, before the callee's post-return function runs
     */
    <T> T call(Running rt, InstanceState caller, Arguments args, Function<Object, T> resolve) {
        InstanceState instance = rt.instance(options.instance());
        instance.enterFrom(caller);
        Task before = rt.current;
        Task task = new Task();
        rt.current = task;
        LowerScope lowering = new LowerScope(rt, options, task);
        CoreFunction function = rt.function(slot);
        long[] flat = function.call(signature.lowerParams(lowering, args.get()));
        // the engine may use the array again in the next call
        long[] results = options.postReturn().isPresent() ? flat.clone() : flat;
        Object lifted = signature.liftResult(new LiftScope(rt, options, caller != null), flat);
        if (task.borrows > 0) {
            throw Traps.abi("borrow handles still remain at the end of the call");
        }
        T result = resolve.apply(lifted);
        lowering.end();
        if (options.postReturn().isPresent()) {
            instance.mayLeave = false;
            rt.function(options.postReturn().getAsInt()).call(results);
            instance.mayLeave = true;
        }
        rt.current = before;
        instance.leaveTo(caller);
        return result;
    }

    Signature signature() {
        return signature;
    }
}
