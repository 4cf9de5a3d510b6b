package dev.gyre.api.engine;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The type of something a module imports or exports. */
public sealed interface ExternType {
    /** Whether an import of this type takes something of that type (core specification, 4.5.3). */
    default boolean accepts(ExternType given) {
        return switch (this) {
            case Mem w -> given instanceof Mem g && g.shared() == w.shared() && g.memory64() == w.memory64()
                    && inLimits(w.minPages(), w.maxPages(), g.minPages(), g.maxPages());
            case Tab w -> given instanceof Tab g && g.element() == w.element() && inLimits(w.min(), w.max(), g.min(), g.max());
            default -> equals(given);
        };
    }

    private static boolean inLimits(long min, OptionalLong max, long givenMin, OptionalLong givenMax) {
        return givenMin >= min && (max.isEmpty() || givenMax.isPresent() && givenMax.getAsLong() <= max.getAsLong());
    }

    /** In words for messages: {@code a memory of 1 to 10 pages}. */
    default String describe() {
        return switch (this) {
            case Func f -> "a function " + f;
            case Mem m -> "a " + (m.shared() ? "shared " : "") + (m.memory64() ? "64-bit " : "") + "memory of " + range(m.minPages(), m.maxPages()) + " pages";
            case Tab t -> "a table of " + range(t.min(), t.max()) + " " + lower(t.element());
            case Glob g -> "a " + (g.mutable() ? "mutable" : "constant") + " global of type " + lower(g.type());
            case Tag t -> "a tag " + new Func(t.params(), List.of());
        };
    }

    private static String range(long min, OptionalLong max) {
        return max.isPresent() ? min + " to " + max.getAsLong() : min + " or more";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** A function's parameters and results. */
    record Func(List<ValueType> params, List<ValueType> results) implements ExternType {
        public Func {
            params = List.copyOf(params);
            results = List.copyOf(results);
        }

        /** @throws TrapException when their number is not that of the parameters */
        public void checkArguments(long[] args) {
            if (args.length != params.size()) {
                throw new TrapException(TrapKind.ABI_VIOLATION, "function takes " + this + ", but " + args.length + " arguments were given");
            }
        }

        /** As in the text format: {@code (i32, i32) -> i32}. */
        @Override
        public String toString() {
            return list(params) + " -> " + (results.size() == 1 ? lower(results.getFirst()) : list(results));
        }

        private static String list(List<ValueType> types) {
            return types.stream().map(ExternType::lower).collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /** A memory's limits in pages of 64 KiB. */
    record Mem(long minPages, OptionalLong maxPages, boolean shared, boolean memory64) implements ExternType {
    }

    /** A table's limits in elements. */
    record Tab(ValueType element, long min, OptionalLong max) implements ExternType {
    }

    /** A global. */
    record Glob(ValueType type, boolean mutable) implements ExternType {
    }

    /** An exception tag. */
    record Tag(List<ValueType> params) implements ExternType {
        public Tag {
            params = List.copyOf(params);
        }
    }
}
