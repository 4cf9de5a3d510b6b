package dev.gyre.component.type;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The type of a component-level function.
 *
 * @param async declared {@code async}: it may block (WASI 0.3)
 */
public record FuncType(List<Param> params, Optional<ValueType> result, boolean async) {
    /** A named parameter. */
    public record Param(String name, ValueType type) {
        @Override
        public String toString() {
            return name + ": " + type;
        }
    }

    public FuncType {
        params = List.copyOf(params);
    }

    /** A function that is not async. */
    public FuncType(List<Param> params, Optional<ValueType> result) {
        this(params, result, false);
    }

    @Override
    public String toString() {
        return (async ? "async " : "") + params.stream().map(Param::toString).collect(Collectors.joining(", ", "func(", ")"))
                + result.map(r -> " -> " + r).orElse("");
    }
}
