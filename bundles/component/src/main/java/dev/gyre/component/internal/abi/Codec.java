package dev.gyre.component.internal.abi;

import java.util.List;

import dev.gyre.component.type.ValueType;
import dev.gyre.component.value.ValueException;

/**
 * Lifts and lowers values of one type, in the form of {@link dev.gyre.component.value}. Bytes are read and written in blocks:
 * an engine's memory may be dear to enter. Immutable and thread-safe.
 */
public abstract class Codec {
    final ValueType type;
    public final int size;
    public final int align;
    /** How many core values it takes; more than {@link Layout#MAX_FLAT_PARAMS} says only that. */
    public final int flat;

    Codec(ValueType type) {
        this.type = type;
        Layout.Extent extent = Layout.extent(type);
        this.size = extent.size();
        this.align = extent.align();
        this.flat = Layout.flatten(List.of(type)).size();
    }

    /** Reads a value from a block of memory. */
    public abstract Object load(Lifting cx, byte[] block, int at);

    /** Writes a value into a block of memory. */
    public abstract void store(Lowering cx, Object value, byte[] block, int at);

    /** Takes a value from core values. */
    public abstract Object lift(Lifting cx, Flat from);

    /** Adds a value to core values. */
    public abstract void lower(Lowering cx, Object value, Flat to);

    final <T> T as(Class<T> form, Object value) {
        if (!form.isInstance(value)) {
            throw new ValueException("a value of type " + type + " must be a " + form.getName() + ", not "
                    + (value == null ? "null" : "a " + value.getClass().getName()));
        }
        return form.cast(value);
    }

    /** For generated code, which looks at the value's class itself. */
    static Object refuse(Object value, Codec codec, Class<?> form) {
        return codec.as(form, value);
    }

    final ValueException wrong(String what) {
        return new ValueException("a value of type " + type + " " + what);
    }
}
