package dev.gyre.component.internal.abi;

/** Core values, encoded as {@link dev.gyre.api.engine.ValueType} says, read or written one by one. For one thread. */
public final class Flat {
    final long[] values;
    int at;

    public Flat(long[] values, int at) {
        this.values = values;
        this.at = at;
    }

    public long next() {
        return values[at++];
    }

    public void put(long value) {
        values[at++] = value;
    }

    void putPair(long pair) {
        putPair(values, at, pair);
        at += 2;
    }

    /** Adds a {@link Bytes#pair} as two numbers of 32 bits. */
    static void putPair(long[] values, int at, long pair) {
        values[at] = pair >> 32;
        values[at + 1] = (int) pair;
    }
}
