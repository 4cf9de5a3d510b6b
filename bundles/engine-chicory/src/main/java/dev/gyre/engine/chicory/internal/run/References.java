package dev.gyre.engine.chicory.internal.run;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.LongToIntFunction;

import com.dylibso.chicory.wasm.types.Value;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/**
 * Function references where they cross a boundary: each instance's code has numbers of its own, the SPI has the store's.
 * External references are the host's own numbers, of which Chicory keeps 32 bits.
 */
final class References {
    private References() {
    }

    static boolean in(ExternType.Func type) {
        return type.params().stream().anyMatch(References::is) || type.results().stream().anyMatch(References::is);
    }

    private static boolean is(ValueType type) {
        return type == ValueType.FUNCREF || type == ValueType.EXTERNREF;
    }

    /** From the SPI's numbers to an instance's. */
    static long[] enter(List<ValueType> types, long[] values, GuestInstance to) {
        return translate(types, values, number -> to.local(to.store().reference(number)));
    }

    /** From an instance's numbers to the SPI's. */
    static long[] leave(List<ValueType> types, long[] values, GuestInstance from) {
        return translateOut(types, values, number -> from.store().number(from.resolve(number)));
    }

    static long[] pass(List<ValueType> types, long[] values, GuestInstance from, GuestInstance to) {
        return translateOut(types, values, number -> to.local(from.resolve(number)));
    }

    private static long[] translate(List<ValueType> types, long[] values, LongToIntFunction function) {
        long[] translated = values.clone();
        for (int i = 0; i < translated.length; i++) {
            if (types.get(i) == ValueType.FUNCREF && values[i] != Value.REF_NULL_VALUE) {
                translated[i] = function.applyAsInt(values[i]);
            } else if (types.get(i) == ValueType.EXTERNREF && (int) values[i] != values[i]) {
                throw new TrapException(TrapKind.ABI_VIOLATION, "external reference " + values[i] + " has more than 32 bits");
            }
        }
        return translated;
    }

    private static long[] translateOut(List<ValueType> types, long[] values, IntToLongFunction function) {
        long[] translated = values.clone();
        for (int i = 0; i < translated.length; i++) {
            if (types.get(i) == ValueType.FUNCREF && values[i] != Value.REF_NULL_VALUE) {
                translated[i] = function.applyAsLong((int) values[i]);
            }
        }
        return translated;
    }
}
