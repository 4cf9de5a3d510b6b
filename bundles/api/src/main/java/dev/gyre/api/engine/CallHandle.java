package dev.gyre.api.engine;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;

/** Exact-typed handles for functions that can only be called with {@code long[]}: what an engine gives that has nothing faster. */
public final class CallHandle {
    /** The JVM allows 255, of which the handle itself and what is bound to it take some. */
    private static final int MAX_SLOTS = 250;
    private static final MethodHandle CALL;
    private static final MethodHandle I32_TO_LONG = MethodHandles.explicitCastArguments(MethodHandles.identity(long.class),
            methodType(long.class, int.class));
    private static final MethodHandle F32_TO_LONG;
    private static final MethodHandle F64_TO_LONG;
    private static final MethodHandle FIRST_I32;
    private static final MethodHandle FIRST_I64;
    private static final MethodHandle FIRST_F32;
    private static final MethodHandle FIRST_F64;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CALL = lookup.findVirtual(CoreFunction.class, "call", methodType(long[].class, long[].class));
            F32_TO_LONG = lookup.findStatic(CallHandle.class, "bits", methodType(long.class, float.class));
            F64_TO_LONG = lookup.findStatic(Double.class, "doubleToRawLongBits", methodType(long.class, double.class));
            FIRST_I32 = lookup.findStatic(CallHandle.class, "firstInt", methodType(int.class, long[].class));
            FIRST_I64 = lookup.findStatic(CallHandle.class, "firstLong", methodType(long.class, long[].class));
            FIRST_F32 = lookup.findStatic(CallHandle.class, "firstFloat", methodType(float.class, long[].class));
            FIRST_F64 = lookup.findStatic(CallHandle.class, "firstDouble", methodType(double.class, long[].class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private CallHandle() {
    }

    /** The type {@link CoreFunction#handle} promises. */
    public static MethodType type(ExternType.Func type) {
        List<ValueType> results = type.results();
        Class<?> result = results.isEmpty() ? void.class : results.size() == 1 ? results.getFirst().carrier() : long[].class;
        return methodType(result, type.params().stream().<Class<?>>map(ValueType::carrier).toList());
    }

    /** @throws ModuleException when a function of this type has too many parameters for a handle */
    public static void check(ExternType.Func type) {
        int slots = type.params().stream().mapToInt(p -> p == ValueType.I32 || p == ValueType.F32 ? 1 : 2).sum();
        if (slots > MAX_SLOTS) {
            throw new ModuleException("function with " + type.params().size() + " parameters has no method handle; the JVM allows 255 slots");
        }
    }

    /**
     * A handle that goes through {@link CoreFunction#call}.
     *
     * @throws ModuleException as {@link #check}
     */
    public static MethodHandle of(CoreFunction function) {
        ExternType.Func type = function.type();
        check(type);
        MethodHandle[] toLong = type.params().stream().map(p -> switch (p) {
            case I32 -> I32_TO_LONG;
            case F32 -> F32_TO_LONG;
            case F64 -> F64_TO_LONG;
            default -> MethodHandles.identity(long.class);
        }).toArray(MethodHandle[]::new);
        MethodHandle call = MethodHandles.filterArguments(CALL.bindTo(function).asCollector(long[].class, toLong.length), 0, toLong);
        List<ValueType> results = type.results();
        if (results.size() == 1) {
            call = MethodHandles.filterReturnValue(call, switch (results.getFirst()) {
                case I32 -> FIRST_I32;
                case F32 -> FIRST_F32;
                case F64 -> FIRST_F64;
                default -> FIRST_I64;
            });
        }
        return call.asType(type(type));
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
