package dev.gyre.component.internal.runtime;

import java.util.List;
import java.util.Optional;

import dev.gyre.api.engine.HostFunction;
import dev.gyre.component.internal.abi.Codecs;
import dev.gyre.component.internal.abi.Layout;
import dev.gyre.component.internal.abi.Lifting;
import dev.gyre.component.internal.abi.Lowering;
import dev.gyre.component.internal.abi.Passage;
import dev.gyre.component.internal.abi.Range;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ValueType;

/** Passes the parameters and the result of a function (CanonicalABI.md, "Lifting and Lowering Values"). Thread-safe. */
public final class Signature {
    private final FuncType type;
    final Passage params;
    final Optional<Passage> result;

    public Signature(FuncType type, Codecs codecs) {
        List<ValueType> types = type.params().stream().map(FuncType.Param::type).toList();
        this.type = type;
        this.params = codecs.passage(new ValueType.TupleType(types), Layout.MAX_FLAT_PARAMS);
        this.result = type.result().map(t -> codecs.passage(t, Layout.MAX_FLAT_RESULTS));
    }

    FuncType type() {
        return type;
    }

    /** Core arguments of a lifted function. */
    long[] lowerParams(Lowering cx, Object[] values) {
        if (params.flat()) {
            long[] flat = (long[]) params.room();
            params.lower(cx, flat, 0, values);
            return flat;
        }
        int pointer = cx.realloc(0, 0, params.align(), params.size());
        byte[] block = (byte[]) params.room();
        params.lower(cx, block, 0, values);
        cx.memory().write(pointer, block);
        return new long[] {pointer};
    }

    /** The result of a lifted function; null when it has none. */
    Object liftResult(Lifting cx, long[] flat) {
        return result.isEmpty() ? null : result.get().lift(cx, source(cx, result.get(), flat), 0);
    }

    /** The arguments with which a lowered function was called. */
    Object[] liftParams(Lifting cx, long[] flat) {
        return (Object[]) params.lift(cx, source(cx, params, flat), 0);
    }

    /** What values are lifted from: core values themselves, or what the first of them points to. */
    static Object source(Lifting cx, Passage passage, long[] flat) {
        if (passage.flat()) {
            return flat;
        }
        Range.check(cx.memory(), (int) flat[0], passage.size(), passage.align(), "pointer to values:");
        return cx.memory().read((int) flat[0], passage.size());
    }

    /** @param args of the core function, of which the last may say where the result goes */
    long[] lowerResult(Lowering cx, Object value, long[] args) {
        if (result.isEmpty()) {
            return HostFunction.NOTHING;
        }
        Passage passage = result.get();
        if (passage.flat()) {
            long[] flat = (long[]) passage.room();
            passage.lower(cx, flat, 0, value);
            return flat;
        }
        int pointer = (int) args[args.length - 1];
        checkTarget(cx, passage, pointer);
        // what the value does not use of its place stays as it is
        byte[] block = cx.memory().read(pointer, passage.size());
        passage.lower(cx, block, 0, value);
        cx.memory().write(pointer, block);
        return HostFunction.NOTHING;
    }

    static void checkTarget(Lowering cx, Passage passage, int pointer) {
        Range.check(cx.memory(), pointer, passage.size(), passage.align(), "pointer to a result:");
    }
}
