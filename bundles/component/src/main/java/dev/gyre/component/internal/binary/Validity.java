package dev.gyre.component.internal.binary;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.component.internal.types.Fuel;
import dev.gyre.component.internal.types.Matching;

/** What all readers of one outermost component share. */
final class Validity {
    private static final long STEPS = 50_000_000;

    private final Fuel fuel = new Fuel(STEPS);
    private final Matching matching = new Matching(fuel);
    private final List<byte[]> modules = new ArrayList<>();

    Fuel fuel() {
        return fuel;
    }

    Matching matching() {
        return matching;
    }

    /** All core modules so far, by number. */
    List<byte[]> modules() {
        return modules;
    }
}
