package dev.gyre.component.internal.runtime;

import java.util.Optional;

import dev.gyre.api.engine.HostFunction;
import dev.gyre.component.internal.abi.Giver;
import dev.gyre.component.internal.abi.Lifting;
import dev.gyre.component.internal.abi.Lowering;
import dev.gyre.component.internal.abi.Passage;
import dev.gyre.component.internal.abi.Range;
import dev.gyre.component.internal.abi.Taker;

/**
 * Passes the parameters and the result of a call between components by generated code: numbers go from memory to memory without becoming
 * objects. In the order of {@link Signature}: all is lifted before anything is lowered. Immutable and thread-safe.
 */
final class Moves {
    private final Way params;
    private final Optional<Way> result;

    /** @param from how the giving side passes values, {@code to} how the receiving side does; of types of the same shape */
    private record Way(Passage from, Taker taker, Giver giver, int held) {
        static Way of(Passage from, Passage to) {
            return new Way(from, from.taker(), to.giver(), from.held());
        }

        Object[] room() {
            return new Object[held];
        }
    }

    private Moves(Way params, Optional<Way> result) {
        this.params = params;
        this.result = result;
    }

    /** Whether there is code for calls of such functions. */
    static boolean serve(Signature signature) {
        return signature.params.moves() && signature.result.map(Passage::moves).orElse(true);
    }

    /** @param caller the function as the caller lowered it, {@code callee} as the callee lifted it */
    static Moves between(Signature caller, Signature callee) {
        return new Moves(Way.of(caller.params, callee.params), callee.result.map(r -> Way.of(r, caller.result.orElseThrow())));
    }

    /** The callee's core arguments. @param args the caller's */
    long[] params(Lifting from, Lowering to, long[] args) {
        Passage passage = params.from;
        Object source = Signature.source(from, passage, args);
        Object target = passage.room();
        Object[] held = params.room();
        params.taker.take(from, source, 0, target, 0, held);
        if (passage.flat()) {
            params.giver.give(to, target, 0, held);
            return (long[]) target;
        }
        int pointer = to.realloc(0, 0, passage.align(), passage.size());
        params.giver.give(to, target, 0, held);
        to.memory().write(pointer, (byte[]) target);
        return new long[] {pointer};
    }

    /** The caller's core result. @param flat the callee's, {@code args} the caller's, {@code task} the call */
    long[] result(Lifting from, Lowering to, long[] flat, long[] args, Task task) {
        if (result.isEmpty()) {
            task.checkBorrows();
            return HostFunction.NOTHING;
        }
        Way way = result.get();
        Passage passage = way.from;
        Object source = Signature.source(from, passage, flat);
        Object target = passage.flat() ? passage.room() : present(to, passage, (int) args[args.length - 1]);
        Object[] held = way.room();
        way.taker.take(from, source, 0, target, 0, held);
        task.checkBorrows();
        if (passage.flat()) {
            way.giver.give(to, target, 0, held);
            return (long[]) target;
        }
        int pointer = (int) args[args.length - 1];
        Signature.checkTarget(to, passage, pointer);
        way.giver.give(to, target, 0, held);
        to.memory().write(pointer, (byte[]) target);
        return HostFunction.NOTHING;
    }

    /** What is where the result goes, as what a value does not use of its place stays as it is; a bad place is found out later. */
    private static byte[] present(Lowering to, Passage passage, int pointer) {
        return Range.within(to.memory(), pointer, passage.size()) ? to.memory().read(pointer, passage.size()) : (byte[]) passage.room();
    }
}
