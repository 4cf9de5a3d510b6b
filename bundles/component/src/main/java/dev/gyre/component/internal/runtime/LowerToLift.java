package dev.gyre.component.internal.runtime;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.HostFunction;

/** A core function that calls another component's function. Immutable and thread-safe. */
public final class LowerToLift implements HostFunction.Body {
    private final LiftedFunc target;
    private final Options options;
    private final Signature signature;

    public LowerToLift(LiftedFunc target, Options options, Signature signature) {
        this.target = target;
        this.options = options;
        this.signature = signature;
    }

    @Override
    public long[] call(Caller caller, long[] args) {
        Running rt = Running.of(caller);
        InstanceState instance = rt.instance(options.instance());
        instance.checkMayLeave();
        LiftScope lifting = new LiftScope(rt, options, true);
        // an engine may use the array again in calls that come in between
        long[] own = args.clone();
        long[] results = target.call(rt, instance, () -> signature.liftParams(lifting, own), value -> lower(rt, value, own));
        lifting.end();
        return results;
    }

    /** The callee's task is not the caller's, whose allocator runs now. */
    private long[] lower(Running rt, Object value, long[] args) {
        return signature.lowerResult(new LowerScope(rt, options, null), value, args);
    }
}
