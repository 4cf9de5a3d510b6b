package dev.gyre.component.internal.runtime;

/** A core function that calls another component's function. Immutable and thread-safe. */
public final class LowerToLift extends Lowered {
    private final LiftedFunc target;

    public LowerToLift(LiftedFunc target, Options options, Signature signature) {
        super(options, signature, true);
        this.target = target;
    }

    @Override
    long[] call(Running rt, InstanceState instance, LiftScope lifting, long[] args) {
        return target.call(rt, instance, () -> params(lifting, args), value -> lower(rt, value, args));
    }
}
