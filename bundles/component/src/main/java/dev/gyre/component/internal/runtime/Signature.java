package dev.gyre.component.internal.runtime;

import java.util.List;
import java.util.Optional;

import dev.gyre.component.internal.abi.Codec;
import dev.gyre.component.internal.abi.Codecs;
import dev.gyre.component.internal.abi.Flat;
import dev.gyre.component.internal.abi.Layout;
import dev.gyre.component.internal.abi.Lifting;
import dev.gyre.component.internal.abi.Lowering;
import dev.gyre.component.internal.abi.Range;
import dev.gyre.component.internal.abi.RecordCodec;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ValueType;

/** Passes the parameters and the result of a function (CanonicalABI.md, "Lifting and Lowering Values"). Immutable and thread-safe. */
public final class Signature {
    private static final long[] NOTHING = {};

    private final FuncType type;
    private final RecordCodec params;
    private final Optional<Codec> result;
    private final boolean paramsInMemory;
    private final boolean resultInMemory;

    public Signature(FuncType type, Codecs codecs) {
        List<ValueType> types = type.params().stream().map(FuncType.Param::type).toList();
        this.type = type;
        this.params = codecs.params(types);
        this.result = type.result().map(codecs::of);
        this.paramsInMemory = params.flat > Layout.MAX_FLAT_PARAMS;
        this.resultInMemory = result.isPresent() && result.get().flat > Layout.MAX_FLAT_RESULTS;
    }

    FuncType type() {
        return type;
    }

    /** Core arguments of a lifted function. */
    long[] lowerParams(Lowering cx, Object[] values) {
        if (!paramsInMemory) {
            long[] flat = new long[params.flat];
            params.lower(cx, values, new Flat(flat, 0));
            return flat;
        }
        int pointer = cx.realloc(0, 0, params.align, params.size);
        byte[] block = new byte[params.size];
        params.store(cx, values, block, 0);
        cx.memory().write(pointer, block);
        return new long[] {pointer};
    }

    /** The result of a lifted function; null when it has none. */
    Object liftResult(Lifting cx, long[] flat) {
        if (result.isEmpty()) {
            return null;
        }
        return resultInMemory ? load(cx, result.get(), (int) flat[0]) : result.get().lift(cx, new Flat(flat, 0));
    }

    private static Object load(Lifting cx, Codec codec, int pointer) {
        Range.check(cx.memory(), pointer, codec.size, codec.align, "pointer to values:");
        return codec.load(cx, cx.memory().read(pointer, codec.size), 0);
    }

    /** The arguments with which a lowered function was called. */
    Object[] liftParams(Lifting cx, long[] flat) {
        return paramsInMemory ? (Object[]) load(cx, params, (int) flat[0]) : params.lift(cx, new Flat(flat, 0));
    }

    /** @param args of the core function, of which the last may say where the result goes */
    long[] lowerResult(Lowering cx, Object value, long[] args) {
        if (result.isEmpty()) {
            return NOTHING;
        }
        Codec codec = result.get();
        if (!resultInMemory) {
            long[] flat = new long[codec.flat];
            codec.lower(cx, value, new Flat(flat, 0));
            return flat;
        }
        int pointer = (int) args[args.length - 1];
        Range.check(cx.memory(), pointer, codec.size, codec.align, "pointer to a result:");
        // what the value does not use of its place stays as it is
        byte[] block = cx.memory().read(pointer, codec.size);
        codec.store(cx, value, block, 0);
        cx.memory().write(pointer, block);
        return NOTHING;
    }
}
