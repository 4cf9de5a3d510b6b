package dev.gyre.engine.graalwasm.internal.run;

import java.util.List;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ValueType;

/** Between the SPI's encoded values and GraalWasm's. */
final class Values {
    /** The SPI's number of a null reference. */
    static final long NULL = -1;

    private Values() {
    }

    /** @throws ModuleException when a value of this function cannot cross */
    static void check(ExternType.Func type) {
        if (type.params().contains(ValueType.V128) || type.results().contains(ValueType.V128)) {
            throw new ModuleException("a v128 cannot cross the boundary of a module: " + type);
        }
    }

    static Object toGuest(ValueType type, long value, GuestStore store) {
        return switch (type) {
            case I32 -> (int) value;
            case I64 -> value;
            case F32 -> Float.intBitsToFloat((int) value);
            case F64 -> Double.longBitsToDouble(value);
            case FUNCREF -> value == NULL ? store.binding().nullReference() : store.reference(value);
            case EXTERNREF -> value == NULL ? store.binding().nullReference() : (Object) value;
            case V128 -> throw new ModuleException("a v128 cannot cross the boundary of a module");
        };
    }

    static long fromGuest(ValueType type, Value value, GuestStore store) {
        return switch (type) {
            case I32 -> value.asInt();
            case I64 -> value.asLong();
            case F32 -> Float.floatToRawIntBits(value.asFloat());
            case F64 -> Double.doubleToRawLongBits(value.asDouble());
            case FUNCREF -> value.isNull() ? NULL : store.number(value);
            case EXTERNREF -> value.isNull() ? NULL : value.asLong();
            case V128 -> throw new ModuleException("a v128 cannot cross the boundary of a module");
        };
    }

    static Object[] arguments(List<ValueType> types, long[] values, GuestStore store) {
        Object[] arguments = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            arguments[i] = toGuest(types.get(i), values[i], store);
        }
        return arguments;
    }

    static long[] arguments(List<ValueType> types, Value[] values, GuestStore store) {
        long[] arguments = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            arguments[i] = fromGuest(types.get(i), values[i], store);
        }
        return arguments;
    }

    /** What a guest's function gave. */
    static long[] results(List<ValueType> types, Value result, GuestStore store) {
        int count = types.size();
        if (count == 0) {
            return HostFunction.NOTHING;
        }
        if (count == 1) {
            return new long[] {fromGuest(types.getFirst(), result, store)};
        }
        long[] results = new long[count];
        for (int i = 0; i < count; i++) {
            results[i] = fromGuest(types.get(i), result.getArrayElement(i), store);
        }
        return results;
    }

    /** What a host function gave, as a guest takes it. */
    static Object result(List<ValueType> types, long[] results, GuestStore store) {
        return switch (results.length) {
            case 0 -> null;
            case 1 -> toGuest(types.getFirst(), results[0], store);
            default -> ProxyArray.fromArray(arguments(types, results, store));
        };
    }
}
