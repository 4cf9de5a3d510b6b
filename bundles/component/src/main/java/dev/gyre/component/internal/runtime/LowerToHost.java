package dev.gyre.component.internal.runtime;

import dev.gyre.component.link.HostFunc;

/** A core function that calls a function of the host. Immutable and thread-safe. */
public final class LowerToHost extends Lowered {
    private final HostFunc target;

    public LowerToHost(HostFunc target, Options options, Signature signature) {
        super(options, signature, false);
        this.target = target;
    }

    @Override
    long[] call(Running rt, InstanceState instance, LiftScope lifting, long[] args) {
        return signature().lowerResult(results(rt), target.body().call(rt, signature().liftParams(lifting, args)), args);
    }
}
