package dev.gyre.component.internal.binary;

import dev.gyre.component.internal.types.Fuel;
import dev.gyre.component.internal.types.Parts;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ValueType;

/**
 * A type with its measures: the same part may occur any number of times in a type, so that a few bytes describe one that nobody
 * could print or compare.
 *
 * @param size  its parts, counted as often as they occur
 * @param depth of parts in parts
 */
record SizedTy(Ty type, long size, int depth) {
    static final long LARGEST = 100_000;
    private static final int DEEPEST = 100;

    SizedTy {
        if (size > LARGEST || depth > DEEPEST) {
            throw new ComponentException("a type has " + (size > LARGEST ? "more than " + LARGEST + " parts" : "more than " + DEEPEST + " levels"));
        }
    }

    /** Measures a type that was measured before, and is therefore not too large. */
    static SizedTy measure(Ty type, Fuel fuel) {
        return switch (type) {
            case Ty.Value v -> new SizedTy(type, size(v.type(), fuel), depth(v.type()));
            case Ty.Func f -> {
                long size = 1;
                int depth = 1;
                for (FuncType.Param p : f.type().params()) {
                    size += size(p.type(), fuel);
                    depth = Math.max(depth, 1 + depth(p.type()));
                }
                yield new SizedTy(type, size, depth);
            }
            default -> new SizedTy(type, 1, 1);
        };
    }

    private static long size(ValueType type, Fuel fuel) {
        fuel.burn();
        long size = 1;
        for (ValueType part : Parts.of(type)) {
            size += size(part, fuel);
        }
        return size;
    }

    private static int depth(ValueType type) {
        int depth = 0;
        for (ValueType part : Parts.of(type)) {
            depth = Math.max(depth, depth(part));
        }
        return 1 + depth;
    }

    /** Whether two entries have the same type; for messages only. */
    static String describe(Ty type) {
        return switch (type) {
            case Ty.Value v -> "value type";
            case Ty.Resource r -> "resource type";
            case Ty.Func f -> "function type";
            case Ty.Instance i -> "instance type";
            case Ty.Component c -> "component type";
        };
    }
}
