package dev.gyre.component.internal.runtime;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.component.link.HostFunc;

/** A core function that calls a function of the host. Immutable and thread-safe. */
public final class LowerToHost implements HostFunction.Body {
    private final HostFunc target;
    private final Options options;
    private final Signature signature;

    public LowerToHost(HostFunc target, Options options, Signature signature) {
        this.target = target;
        this.options = options;
        this.signature = signature;
    }

    @Override
    public long[] call(Caller caller, long[] args) {
        Running rt = Running.of(caller);
        rt.instance(options.instance()).checkMayLeave();
        LiftScope lifting = new LiftScope(rt, options, false);
        long[] own = args.clone();
        Object result = target.body().call(rt, signature.liftParams(lifting, own));
        long[] results = signature.lowerResult(new LowerScope(rt, options, null), result, own);
        lifting.end();
        return results;
    }
}
