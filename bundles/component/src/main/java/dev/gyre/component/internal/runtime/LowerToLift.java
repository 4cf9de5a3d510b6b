package dev.gyre.component.internal.runtime;

import java.util.Optional;

import dev.gyre.component.internal.abi.Lifting;
import dev.gyre.component.internal.abi.Lowering;
import dev.gyre.component.internal.abi.Tier;

/** A core function that calls another component's function. Thread-safe. */
public final class LowerToLift extends Lowered {
    private final LiftedFunc target;
    private final Tier<Optional<Moves>> moves;

    public LowerToLift(LiftedFunc target, Options options, Signature signature) {
        super(options, signature, true);
        this.target = target;
        this.moves = new Tier<>(Optional.empty(), () -> Moves.serve(signature) ? Optional.of(Moves.between(signature, target.signature())) : Optional.empty());
    }

    @Override
    long[] call(Running rt, InstanceState instance, LiftScope lifting, long[] args) {
        return target.call(rt, instance, moves.get().map(m -> moved(m, rt, lifting, args)).orElseGet(() -> lifted(rt, lifting, args)));
    }

    /** Values become objects in between. */
    private LiftedFunc.Values<long[]> lifted(Running rt, Lifting lifting, long[] args) {
        return new LiftedFunc.Values<>() {
            @Override
            public long[] lower(Lowering to) {
                return target.signature().lowerParams(to, signature().liftParams(lifting, args));
            }

            @Override
            public long[] lift(Lifting from, long[] flat, Task task) {
                Object result = target.signature().liftResult(from, flat);
                task.checkBorrows();
                return signature().lowerResult(results(rt), result, args);
            }
        };
    }

    private LiftedFunc.Values<long[]> moved(Moves code, Running rt, Lifting lifting, long[] args) {
        return new LiftedFunc.Values<>() {
            @Override
            public long[] lower(Lowering to) {
                return code.params(lifting, to, args);
            }

            @Override
            public long[] lift(Lifting from, long[] flat, Task task) {
                return code.result(from, results(rt), flat, args, task);
            }
        };
    }
}
