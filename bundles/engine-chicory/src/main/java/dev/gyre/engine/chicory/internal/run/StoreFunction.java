package dev.gyre.engine.chicory.internal.run;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** A function of a store, a guest's or the host's. */
abstract sealed class StoreFunction implements CoreFunction permits InstanceFunction, BodyFunction {
    private static final int MAX_SLOTS = 250;
    private static final MethodHandle CALL;
    private static final MethodHandle F32_TO_LONG;
    private static final MethodHandle F64_TO_LONG;
    private static final MethodHandle I32_TO_LONG = MethodHandles.explicitCastArguments(MethodHandles.identity(long.class),
            methodType(long.class, int.class));
    private static final MethodHandle FIRST_I32;
    private static final MethodHandle FIRST_I64;
    private static final MethodHandle FIRST_F32;
    private static final MethodHandle FIRST_F64;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CALL = lookup.findVirtual(CoreFunction.class, "call", methodType(long[].class, long[].class));
            F32_TO_LONG = lookup.findStatic(StoreFunction.class, "bits", methodType(long.class, float.class));
            F64_TO_LONG = lookup.findStatic(Double.class, "doubleToRawLongBits", methodType(long.class, double.class));
            FIRST_I32 = lookup.findStatic(StoreFunction.class, "firstInt", methodType(int.class, long[].class));
            FIRST_I64 = lookup.findStatic(StoreFunction.class, "firstLong", methodType(long.class, long[].class));
            FIRST_F32 = lookup.findStatic(StoreFunction.class, "firstFloat", methodType(float.class, long[].class));
            FIRST_F64 = lookup.findStatic(StoreFunction.class, "firstDouble", methodType(double.class, long[].class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    abstract GuestStore store();

    /** This function as it stands in tables. */
    abstract FunctionRef reference();

    final void checkArguments(long[] args) {
        if (args.length != type().params().size()) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "function takes " + type() + ", but " + args.length + " arguments were given");
        }
    }

    static MethodType handleType(ExternType.Func type) {
        List<ValueType> results = type.results();
        Class<?> result = results.isEmpty() ? void.class : results.size() == 1 ? results.getFirst().carrier() : long[].class;
        return methodType(result, type.params().stream().<Class<?>>map(ValueType::carrier).toList());
    }

    static void checkHandle(ExternType.Func type) {
        int slots = type.params().stream().mapToInt(p -> p == ValueType.I32 || p == ValueType.F32 ? 1 : 2).sum();
        if (slots > MAX_SLOTS) {
            throw new ModuleException("function with " + type.params().size() + " parameters has no method handle; the JVM allows 255 slots");
        }
    }

    /** A handle that goes through {@link #call}: for functions that are not a plain compiled method. */
    final MethodHandle boxedHandle() {
        ExternType.Func type = type();
        checkHandle(type);
        MethodHandle[] toLong = type.params().stream().map(p -> switch (p) {
            case I32 -> I32_TO_LONG;
            case F32 -> F32_TO_LONG;
            case F64 -> F64_TO_LONG;
            default -> MethodHandles.identity(long.class);
        }).toArray(MethodHandle[]::new);
        MethodHandle call = MethodHandles.filterArguments(CALL.bindTo(this).asCollector(long[].class, toLong.length), 0, toLong);
        List<ValueType> results = type.results();
        if (results.size() == 1) {
            call = MethodHandles.filterReturnValue(call, switch (results.getFirst()) {
                case I32 -> FIRST_I32;
                case F32 -> FIRST_F32;
                case F64 -> FIRST_F64;
                default -> FIRST_I64;
            });
        }
        return call.asType(handleType(type));
    }

    private static long bits(float value) {
        return Float.floatToRawIntBits(value);
    }

    private static int firstInt(long[] values) {
        return (int) values[0];
    }

    private static long firstLong(long[] values) {
        return values[0];
    }

    private static float firstFloat(long[] values) {
        return Float.intBitsToFloat((int) values[0]);
    }

    private static double firstDouble(long[] values) {
        return Double.longBitsToDouble(values[0]);
    }
}
