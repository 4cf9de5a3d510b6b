package dev.gyre.component.internal.binary;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.component.internal.types.Fuel;
import dev.gyre.component.internal.types.Matching;
import dev.gyre.component.link.ComponentException;

/** What all readers of one outermost component share. */
final class Validity {
    private static final long STEPS = 50_000_000;
    /** More than any toolchain makes, and few enough that nothing adds up to trouble. */
    private static final int MOST_DEFINITIONS = 1_000_000;

    private final Fuel fuel = new Fuel(STEPS);
    private final Matching matching = new Matching(fuel);
    private final List<byte[]> modules = new ArrayList<>();
    private int definitions;

    Fuel fuel() {
        return fuel;
    }

    /** Counts a definition, or an entry of one. */
    void define() {
        if (++definitions > MOST_DEFINITIONS) {
            throw new ComponentException("the component has more than " + MOST_DEFINITIONS + " definitions");
        }
    }

    Matching matching() {
        return matching;
    }

    /** All core modules so far, by number. */
    List<byte[]> modules() {
        return modules;
    }
}
