package dev.gyre.api.engine;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The type of something a module imports or exports. */
public sealed interface ExternType {
    /** A function's parameters and results. */
    record Func(List<ValueType> params, List<ValueType> results) implements ExternType {
        public Func {
            params = List.copyOf(params);
            results = List.copyOf(results);
        }

        /** As in the text format: {@code (i32, i32) -> i32}. */
        @Override
        public String toString() {
            return list(params) + " -> " + (results.size() == 1 ? results.getFirst().name().toLowerCase(java.util.Locale.ROOT) : list(results));
        }

        private static String list(List<ValueType> types) {
            return types.stream().map(t -> t.name().toLowerCase(java.util.Locale.ROOT)).collect(Collectors.joining(", ", "(", ")"));
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
