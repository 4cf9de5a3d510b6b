package dev.gyre.component.internal.abi;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;

/** Types of every kind, at random. For one thread. */
final class RandomTypes {
    static final List<ResourceType> RESOURCES = List.of(new ResourceType.Named("acme:a/a@1", "one"), new ResourceType.Named("acme:a/a@1", "two"));
    private static final ValueType.Primitive[] PRIMITIVES = IntStream.range(0, ValueType.Primitive.values().length).mapToObj(i -> ValueType.Primitive.values()[i])
            .filter(p -> p != ValueType.Primitive.ERROR_CONTEXT).toArray(ValueType.Primitive[]::new);

    private final Random random;

    RandomTypes(Random random) {
        this.random = random;
    }

    ValueType type(int depth) {
        return switch (random.nextInt(depth == 0 ? 9 : 18)) {
            case 0 -> new ValueType.FlagsType(several(1 + random.nextInt(32), i -> "l" + i));
            case 1 -> new ValueType.EnumType(several(random.nextInt(20) == 0 ? 300 : 1 + random.nextInt(5), i -> "e" + i));
            case 2 -> new ValueType.OwnType(RESOURCES.get(random.nextInt(2)));
            case 3 -> new ValueType.BorrowType(RESOURCES.get(random.nextInt(2)));
            case 4, 5, 6, 7, 8 -> PRIMITIVES[random.nextInt(PRIMITIVES.length)];
            case 9, 10 -> new ValueType.RecordType(several(parts(), i -> new ValueType.Field("f" + i, type(depth - 1))));
            case 11 -> new ValueType.TupleType(several(parts(), i -> type(depth - 1)));
            case 12, 13 -> new ValueType.VariantType(several(parts(), i -> new ValueType.CaseType("c" + i, maybe(depth))));
            case 14 -> new ValueType.OptionType(type(depth - 1));
            case 15 -> new ValueType.ResultType(maybe(depth), maybe(depth));
            default -> new ValueType.ListType(type(depth - 1));
        };
    }

    /** Seldom more than code is generated for. */
    private int parts() {
        return random.nextInt(60) == 0 ? 140 : 1 + random.nextInt(5);
    }

    private Optional<ValueType> maybe(int depth) {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(type(depth - 1));
    }

    private static <T> List<T> several(int count, IntFunction<T> make) {
        return IntStream.range(0, count).mapToObj(make).toList();
    }
}
