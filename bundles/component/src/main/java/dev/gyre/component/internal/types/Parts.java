package dev.gyre.component.internal.types;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.gyre.component.type.ValueType;

/** The parts of a value's type. Stateless. */
public final class Parts {
    private Parts() {
    }

    /** The types it is directly made of. */
    public static List<ValueType> of(ValueType type) {
        return switch (type) {
            case ValueType.Primitive p -> List.of();
            case ValueType.FlagsType f -> List.of();
            case ValueType.EnumType e -> List.of();
            case ValueType.OwnType o -> List.of();
            case ValueType.BorrowType b -> List.of();
            case ValueType.RecordType r -> r.fields().stream().map(ValueType.Field::type).toList();
            case ValueType.VariantType v -> v.cases().stream().map(ValueType.CaseType::type).flatMap(Optional::stream).toList();
            case ValueType.ListType l -> List.of(l.element());
            case ValueType.TupleType t -> t.elements();
            case ValueType.OptionType o -> List.of(o.some());
            case ValueType.ResultType r -> Stream.of(r.ok(), r.error()).flatMap(Optional::stream).toList();
            case ValueType.StreamType s -> s.element().stream().toList();
            case ValueType.FutureType f -> f.value().stream().toList();
        };
    }
}
