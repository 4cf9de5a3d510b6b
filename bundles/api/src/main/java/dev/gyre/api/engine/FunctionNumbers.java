package dev.gyre.api.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers by which references to functions of one store cross the SPI, counted from 0 as they come up: for engines. For one thread at a time.
 *
 * @param <F> what the engine refers to a function by; equal ones have one number
 */
public final class FunctionNumbers<F> {
    private Map<F, Integer> numbers = Map.of();
    private List<F> functions = List.of();

    public long of(F function) {
        if (functions.isEmpty()) { // most stores number none, and pay for none
            numbers = new HashMap<>();
            functions = new ArrayList<>();
        }
        return numbers.computeIfAbsent(function, f -> {
            functions.add(f);
            return functions.size() - 1;
        });
    }

    /** @throws TrapException for a number that is none of the store's */
    public F at(long number) {
        if (number < 0 || number >= functions.size()) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "no function reference " + number + " in this store");
        }
        return functions.get((int) number);
    }
}
