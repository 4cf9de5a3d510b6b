package dev.gyre.component.internal.runtime;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.HostFunction;

/** A core function that calls out of its component. Immutable and thread-safe. */
public abstract sealed class Lowered implements HostFunction.Body permits LowerToHost, LowerToLift {
    private final Options options;
    private final Signature signature;
    private final boolean toComponent;

    Lowered(Options options, Signature signature, boolean toComponent) {
        this.options = options;
        this.signature = signature;
        this.toComponent = toComponent;
    }

    @Override
    public final long[] call(Caller caller, long[] args) {
        Running rt = Running.of(caller);
        InstanceState instance = rt.instance(options.instance());
        instance.checkMayLeave();
        LiftScope lifting = new LiftScope(rt, options, toComponent);
        // an engine may use the array again in calls that come in between
        long[] results = call(rt, instance, lifting, args.clone());
        lifting.end();
        return results;
    }

    /** Calls the target. @return core results */
    abstract long[] call(Running rt, InstanceState instance, LiftScope lifting, long[] args);

    final Signature signature() {
        return signature;
    }

    /** Where the result goes: the callee's task is not the caller's, whose allocator runs now. */
    final LowerScope results(Running rt) {
        return new LowerScope(rt, options, null);
    }
}
