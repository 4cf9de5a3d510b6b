package dev.gyre.runtime.internal.scan;

import java.util.List;

/** The shape of a function: its value types by name. */
record FuncType(List<String> params, List<String> results) {
    FuncType {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }

    @Override
    public String toString() {
        return "(" + String.join(", ", params) + ") -> "
                + (results.size() == 1 ? results.getFirst() : "(" + String.join(", ", results) + ")");
    }
}
