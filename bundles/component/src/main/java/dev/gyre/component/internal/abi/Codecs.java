package dev.gyre.component.internal.abi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.gyre.component.internal.runtime.ResourceDesc;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;

/** Makes codecs, one for each type. For one thread. */
public final class Codecs {
    private final Function<ResourceType, ResourceDesc> resources;
    private final Map<ValueType, Codec> made = new HashMap<>();
    private final Map<Codec, Passage> flat = new HashMap<>();
    private final Map<Codec, Passage> inMemory = new HashMap<>();

    /** @param resources what the runtime knows of a resource type */
    public Codecs(Function<ResourceType, ResourceDesc> resources) {
        this.resources = resources;
    }

    /** The codec of a function's parameters: a tuple, also of none. */
    public RecordCodec params(List<ValueType> types) {
        return (RecordCodec) of(new ValueType.TupleType(types));
    }

    /**
     * How values of a type are passed; functions share it.
     *
     * @param most core values; of more, memory has them
     */
    public Passage passage(ValueType type, int most) {
        Codec codec = of(type);
        return (codec.flat > most ? inMemory : flat).computeIfAbsent(codec, c -> new Passage(c, c.flat <= most));
    }

    public Codec of(ValueType type) {
        Codec known = made.get(type);
        if (known == null) {
            known = make(type);
            made.put(type, known);
        }
        return known;
    }

    private Codec make(ValueType type) {
        return switch (type) {
            case ValueType.Primitive p -> ScalarCodec.of(p);
            case ValueType.FlagsType f -> new ScalarCodec.Flags(f);
            case ValueType.EnumType e -> new ScalarCodec.Label(e);
            case ValueType.OwnType o -> new ScalarCodec.HandleCodec(o, resources.apply(o.resource()));
            case ValueType.BorrowType b -> new ScalarCodec.HandleCodec(b, resources.apply(b.resource()));
            case ValueType.RecordType r -> new RecordCodec(r, r.fields().stream().map(ValueType.Field::type).toList(),
                    r.fields().stream().map(f -> of(f.type())).toList());
            case ValueType.TupleType t -> new RecordCodec(t, t.elements(), t.elements().stream().map(this::of).toList());
            case ValueType.VariantType v -> new VariantCodec.Of(v, v.cases().stream().map(c -> c.type().map(this::of)).toList());
            case ValueType.OptionType o -> new VariantCodec.OfOption(o, of(o.some()));
            case ValueType.ResultType r -> new VariantCodec.OfResult(r, r.ok().map(this::of), r.error().map(this::of));
            case ValueType.ListType l -> ListCodec.of(l, of(l.element()));
            case ValueType.StreamType s -> throw new IllegalArgumentException("streams belong to WASI 0.3");
            case ValueType.FutureType f -> throw new IllegalArgumentException("futures belong to WASI 0.3");
        };
    }
}
