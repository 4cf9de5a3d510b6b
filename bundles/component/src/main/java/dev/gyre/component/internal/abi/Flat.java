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
}
