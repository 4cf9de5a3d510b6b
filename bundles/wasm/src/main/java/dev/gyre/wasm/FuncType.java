package dev.gyre.wasm;

import java.util.List;

/** A function's parameters and results. */
public record FuncType(List<ValType> params, List<ValType> results) {
    public FuncType {
        params = List.copyOf(params);
        results = List.copyOf(results);
    }

    @Override
    public String toString() {
        return "(" + names(params) + ") -> " + (results.size() == 1 ? names(results) : "(" + names(results) + ")");
    }

    private static String names(List<ValType> types) {
        return String.join(", ", types.stream().map(ValType::toString).toList());
    }
}
