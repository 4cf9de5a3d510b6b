package dev.gyre.itests.component.conformance;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.gyre.component.value.Case;
import dev.gyre.component.value.Result;

/** Component values as lists and strings, which can be compared and printed. Stateless. */
final class Plain {
    private Plain() {
    }

    static Object of(Object value) {
        return switch (value) {
            case null -> "nothing";
            case Object[] fields -> Arrays.stream(fields).map(Plain::of).toList();
            case List<?> list -> list.stream().map(Plain::of).toList();
            case Case c -> List.of("case", c.index(), of(c.payload()));
            case Result.Ok ok -> List.of("ok", of(ok.payload()));
            case Result.Err error -> List.of("error", of(error.payload()));
            case Optional<?> option -> option.map(o -> List.of("some", of(o))).orElse(List.of());
            case Object array when array.getClass().isArray() -> IntStream.range(0, Array.getLength(array))
                    .mapToObj(i -> Array.get(array, i)).toList();
            default -> value;
        };
    }
}
