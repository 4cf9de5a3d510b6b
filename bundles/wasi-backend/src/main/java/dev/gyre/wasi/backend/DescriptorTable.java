package dev.gyre.wasi.backend;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * One guest's open things by small numbers; a new one always gets the lowest that is free. For one thread at a time.
 *
 * @param <D> what is open
 */
public final class DescriptorTable<D> implements AutoCloseable {
    /** How many descriptors a guest has when nobody says otherwise. */
    public static final int DEFAULT_LIMIT = 1024;

    private final int limit;
    private final Consumer<? super D> closer;
    private final List<D> open = new ArrayList<>();
    private final BitSet used = new BitSet();

    /** @param closer called once for each thing that leaves the table other than by {@link #renumber} */
    public DescriptorTable(int limit, Consumer<? super D> closer) {
        this.limit = limit;
        this.closer = closer;
    }

    /** @throws WasiException {@link WasiError#TOO_MANY_DESCRIPTORS}; the thing is closed then */
    public int add(D thing) {
        int number = used.nextClearBit(0);
        if (number >= limit) {
            closer.accept(thing);
            throw WasiError.TOO_MANY_DESCRIPTORS.exception();
        }
        if (number == open.size()) {
            open.add(thing);
        } else {
            open.set(number, thing);
        }
        used.set(number);
        return number;
    }

    /** Whether {@link #add} would be refused, for those who would open something first. */
    public boolean full() {
        return used.cardinality() >= limit;
    }

    /** @throws WasiException {@link WasiError#BAD_DESCRIPTOR} */
    public D get(int number) {
        if (number < 0 || !used.get(number)) {
            throw WasiError.BAD_DESCRIPTOR.exception();
        }
        return open.get(number);
    }

    /** @throws WasiException {@link WasiError#BAD_DESCRIPTOR} */
    public void close(int number) {
        D thing = get(number);
        forget(number);
        closer.accept(thing);
    }

    /**
     * Moves a descriptor onto another, closing what was there. Both must be open, so that a guest cannot make the table
     * longer than what it has open.
     *
     * @throws WasiException {@link WasiError#BAD_DESCRIPTOR}
     */
    public void renumber(int from, int to) {
        D moved = get(from);
        D replaced = get(to);
        if (from == to) {
            return;
        }
        open.set(to, moved);
        forget(from);
        closer.accept(replaced);
    }

    /** Closes everything. */
    @Override
    public void close() {
        used.stream().mapToObj(open::get).forEach(closer);
        used.clear();
        open.clear();
    }

    private void forget(int number) {
        used.clear(number);
        open.set(number, null);
    }
}
