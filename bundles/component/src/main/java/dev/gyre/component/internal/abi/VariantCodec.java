package dev.gyre.component.internal.abi;

import java.util.List;
import java.util.Optional;

import dev.gyre.component.internal.types.Parts;
import dev.gyre.component.type.ValueType;
import dev.gyre.component.value.Case;
import dev.gyre.component.value.Result;

/** Variants, options and results. */
abstract class VariantCodec extends Codec {
    final Optional<Codec>[] cases;
    final int width;
    private final int payloadAt;
    private final dev.gyre.api.engine.ValueType[] joined;
    private final dev.gyre.api.engine.ValueType[][] own;

    @SuppressWarnings("unchecked")
    VariantCodec(ValueType type, List<Optional<Codec>> cases) {
        super(type);
        this.cases = cases.toArray(Optional[]::new);
        List<ValueType> payloads = Parts.of(type);
        this.width = Layout.discriminant(cases.size());
        this.payloadAt = Layout.payloadOffset(cases.size(), payloads);
        this.joined = Layout.joined(payloads).toArray(dev.gyre.api.engine.ValueType[]::new);
        this.own = cases.stream().map(c -> c.map(p -> Layout.flatten(List.of(p.type)).toArray(dev.gyre.api.engine.ValueType[]::new))
                .orElse(new dev.gyre.api.engine.ValueType[0])).toArray(dev.gyre.api.engine.ValueType[][]::new);
    }

    /** Where the payload is, from the beginning on: in memory, or among core values. */
    final int payloadAt(boolean flat) {
        return flat ? 1 : payloadAt;
    }

    /** @param payload null when the case has none */
    abstract Object value(int index, Object payload);

    abstract int index(Object value);

    abstract Optional<?> payload(Object value);

    @Override
    public Object load(Lifting cx, byte[] block, int at) {
        int index = Scalars.label(Bytes.readUnsigned(block, at, width), cases.length);
        return value(index, cases[index].isPresent() ? cases[index].get().load(cx, block, at + payloadAt) : null);
    }

    @Override
    public void store(Lowering cx, Object value, byte[] block, int at) {
        int index = indexOf(value);
        Bytes.writeUnsigned(block, at, width, index);
        if (cases[index].isPresent()) {
            cases[index].get().store(cx, payload(value, index), block, at + payloadAt);
        }
    }

    /** A payload's core values are in places of types that have room for every case; the SPI's encoding makes their bits the same. */
    @Override
    public Object lift(Lifting cx, Flat from) {
        int index = Scalars.label((int) from.next(), cases.length);
        int next = from.at + joined.length;
        Object payload = cases[index].isPresent() ? cases[index].get().lift(cx, from) : null;
        from.at = next;
        return value(index, payload);
    }

    @Override
    public void lower(Lowering cx, Object value, Flat to) {
        int index = indexOf(value);
        to.put(index);
        int start = to.at;
        if (cases[index].isPresent()) {
            cases[index].get().lower(cx, payload(value, index), to);
            widen(to.values, start, own[index]);
        }
        while (to.at < start + joined.length) {
            to.put(0);
        }
    }

    private void widen(long[] values, int start, dev.gyre.api.engine.ValueType[] types) {
        for (int i = 0; i < types.length; i++) {
            switch (widening(types[i], joined[i])) {
                case ZEROS -> values[start + i] &= 0xffffffffL;
                case SIGN -> values[start + i] = (int) values[start + i];
                case NONE -> { }
            }
        }
    }

    /** How a core value gets into a place of a type that has room for others, too. */
    enum Widening {
        NONE, ZEROS, SIGN
    }

    /** @param flat of the core values of a case's payload */
    final Widening widening(int index, int flat) {
        return widening(own[index][flat], joined[flat]);
    }

    private static Widening widening(dev.gyre.api.engine.ValueType type, dev.gyre.api.engine.ValueType place) {
        return type == place || type == dev.gyre.api.engine.ValueType.F64 ? Widening.NONE
                : place == dev.gyre.api.engine.ValueType.I64 ? Widening.ZEROS : Widening.SIGN;
    }

    final int indexOf(Object value) {
        int index = index(value);
        if (index < 0 || index >= cases.length) {
            throw wrong("has no case " + index);
        }
        return index;
    }

    final Object payload(Object value, int index) {
        return payload(value).orElseThrow(() -> wrong("needs a payload in its case " + index));
    }

    /** General variants. */
    static final class Of extends VariantCodec {
        Of(ValueType.VariantType type, List<Optional<Codec>> cases) {
            super(type, cases);
        }

        @Override
        Object value(int index, Object payload) {
            return new Case(index, Optional.ofNullable(payload));
        }

        @Override
        int index(Object value) {
            return as(Case.class, value).index();
        }

        @Override
        Optional<?> payload(Object value) {
            return ((Case) value).payload();
        }
    }

    /** Options. */
    static final class OfOption extends VariantCodec {
        OfOption(ValueType.OptionType type, Codec some) {
            super(type, List.of(Optional.empty(), Optional.of(some)));
        }

        @Override
        Object value(int index, Object payload) {
            return Optional.ofNullable(payload);
        }

        @Override
        int index(Object value) {
            return as(Optional.class, value).isPresent() ? 1 : 0;
        }

        @Override
        Optional<?> payload(Object value) {
            return (Optional<?>) value;
        }
    }

    /** Results. */
    static final class OfResult extends VariantCodec {
        OfResult(ValueType.ResultType type, Optional<Codec> ok, Optional<Codec> error) {
            super(type, List.of(ok, error));
        }

        @Override
        Object value(int index, Object payload) {
            return index == 0 ? new Result.Ok(Optional.ofNullable(payload)) : new Result.Err(Optional.ofNullable(payload));
        }

        @Override
        int index(Object value) {
            return as(Result.class, value) instanceof Result.Ok ? 0 : 1;
        }

        @Override
        Optional<?> payload(Object value) {
            return ((Result) value).payload();
        }
    }
}
