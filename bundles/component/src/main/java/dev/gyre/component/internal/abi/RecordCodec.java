package dev.gyre.component.internal.abi;

import java.util.Arrays;
import java.util.List;

import dev.gyre.component.type.ValueType;

/** Records, tuples, and the parameters of a function. */
public final class RecordCodec extends Codec {
    final Codec[] fields;
    private final int[] offsets;

    RecordCodec(ValueType type, List<ValueType> types, List<Codec> fields) {
        super(type);
        this.fields = fields.toArray(Codec[]::new);
        this.offsets = Layout.offsets(types);
    }

    /** Where a field is, from the beginning on: in memory, or among core values. */
    int offset(int field, boolean flat) {
        return flat ? Arrays.stream(fields, 0, field).mapToInt(f -> f.flat).sum() : offsets[field];
    }

    @Override
    public Object[] load(Lifting cx, byte[] block, int at) {
        Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[i] = fields[i].load(cx, block, at + offsets[i]);
        }
        return values;
    }

    @Override
    public void store(Lowering cx, Object value, byte[] block, int at) {
        Object[] values = values(value);
        for (int i = 0; i < fields.length; i++) {
            fields[i].store(cx, values[i], block, at + offsets[i]);
        }
    }

    @Override
    public Object[] lift(Lifting cx, Flat from) {
        Object[] values = new Object[fields.length];
        for (int i = 0; i < fields.length; i++) {
            values[i] = fields[i].lift(cx, from);
        }
        return values;
    }

    @Override
    public void lower(Lowering cx, Object value, Flat to) {
        Object[] values = values(value);
        for (int i = 0; i < fields.length; i++) {
            fields[i].lower(cx, values[i], to);
        }
    }

    Object[] values(Object value) {
        Object[] values = as(Object[].class, value);
        if (values.length != fields.length) {
            throw wrong("has " + fields.length + " parts, not " + values.length);
        }
        return values;
    }
}
