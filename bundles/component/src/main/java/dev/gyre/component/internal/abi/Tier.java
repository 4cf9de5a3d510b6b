package dev.gyre.component.internal.abi;

import java.util.function.Supplier;

/**
 * What serves calls: a codec at first, generated code once there were many. It is generated beside the calls, by a thread of its own, because a
 * guest's stack may have little room left. Thread-safe: what is generated has no state.
 */
public final class Tier<T> {
    /** The system property: the calls after which code is generated; 0 to generate it when a component is linked, -1 for never. */
    public static final String PROPERTY = "gyre.component.adapters";
    /** Cold code is slower than codecs, which all functions keep warm together. */
    private static final int USUAL = 1000;

    private final Supplier<T> generator;
    private T current;
    private int left;

    /** @param first serves until there is something better */
    public Tier(T first, Supplier<T> generator) {
        this(first, generator, Integer.getInteger(PROPERTY, USUAL));
    }

    /** @param after so many calls, as {@link #PROPERTY} says */
    Tier(T first, Supplier<T> generator, int after) {
        this.generator = generator;
        this.left = after;
        this.current = left == 0 ? generator.get() : first;
    }

    /** A tier that stays what it is. */
    Tier(T only) {
        this(only, () -> only, -1);
    }

    /** What serves the next call. */
    public T get() {
        if (left > 0) {
            count();
        }
        return current;
    }

    /** Calls that are counted at the same time may count as one, or generate the code twice: neither matters. */
    private void count() {
        if (--left == 0) {
            Thread.ofVirtual().name("gyre-adapter").start(() -> current = generator.get());
        }
    }
}
