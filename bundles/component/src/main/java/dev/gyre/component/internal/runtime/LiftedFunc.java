package dev.gyre.component.internal.runtime;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.component.internal.abi.Lifting;
import dev.gyre.component.internal.abi.Lowering;

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
        return call(rt, null, new Values<Object>() {
            @Override
            public long[] lower(Lowering to) {
                return signature.lowerParams(to, args);
            }

            @Override
            public Object lift(Lifting from, long[] flat, Task task) {
                Object result = signature.liftResult(from, flat);
                task.checkBorrows();
                return result;
            }
        });
    }

    /** What goes in and comes out, once the callee is entered and before its post-return function runs. */
    interface Values<T> {
        /** Core arguments. */
        long[] lower(Lowering to);

        /** The result; {@link Task#checkBorrows} is to be called when it is lifted. @param flat the core result */
        T lift(Lifting from, long[] flat, Task task);
    }

    /**
     * Called by another component.
     *
     * @param caller null for the host
     */
    <T> T call(Running rt, InstanceState caller, Values<T> values) {
        InstanceState instance = rt.instance(options.instance());
        instance.enterFrom(caller);
        Task before = rt.current;
        Task task = new Task();
        rt.current = task;
        LowerScope lowering = new LowerScope(rt, options, task);
        CoreFunction function = rt.function(slot);
        long[] flat = function.call(values.lower(lowering));
        // the engine may use the array again in the next call
        long[] results = options.postReturn().isPresent() ? flat.clone() : flat;
        T result = values.lift(new LiftScope(rt, options, caller != null), flat, task);
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
