package dev.gyre.engine.chicory.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.DataSegment;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.engine.chicory.internal.code.Bytes;
import dev.gyre.engine.chicory.internal.code.Linear;
import dev.gyre.engine.chicory.internal.code.MemoryOwner;
import dev.gyre.engine.chicory.internal.code.MemoryView;

/** A linear memory: one flat array, and the views instances have of it. */
final class GuestMemory implements LinearMemory, MemoryOwner {
    private final GuestStore store;
    private final OptionalLong maxPages;
    private final boolean shared;
    private final List<MemoryView> views = new ArrayList<>(1);
    /** Where {@link #linear} goes back to; {@code null} when it is not pooled. */
    private MemoryPool pool;
    private Linear linear;
    private byte[] bytes;
    private int[] cards;

    private GuestMemory(GuestStore store, ExternType.Mem type, MemoryPool pool) {
        if (type.memory64()) {
            throw new ModuleException("needs memory64, which chicory lacks");
        }
        this.store = store;
        this.maxPages = type.maxPages();
        this.shared = type.shared();
        this.pool = pool;
        if (type.minPages() > Memory.RUNTIME_MAX_PAGES) {
            throw new TrapException(TrapKind.RESOURCE_LIMIT, "memory of " + type.minPages() + " pages at the start is more than the "
                    + Memory.RUNTIME_MAX_PAGES + " an array can have");
        }
        if (!store.reservePages(type.minPages())) {
            throw new TrapException(TrapKind.RESOURCE_LIMIT, store.refusal(type.minPages()));
        }
        try {
            use(pool == null ? Linear.ofPages(type.minPages()) : pool.take(type.minPages()));
        } catch (OutOfMemoryError e) {
            store.releasePages(type.minPages());
            throw new TrapException(TrapKind.RESOURCE_LIMIT, "the process has no memory left for " + type.minPages() + " pages", List.of(), e);
        }
        store.add(this);
    }

    /** A memory of zeros. @throws TrapException when the store's limits or the process do not allow its initial size */
    static GuestMemory empty(GuestStore store, ExternType.Mem type) {
        return new GuestMemory(store, type, null);
    }

    /** A memory like the pool's image. @throws TrapException as {@link #empty} */
    static GuestMemory pooled(GuestStore store, ExternType.Mem type, MemoryPool pool) {
        return new GuestMemory(store, type, pool);
    }

    private void use(Linear next) {
        linear = next;
        bytes = next.bytes();
        cards = next.cards();
        for (MemoryView view : views) {
            view.use(next);
        }
    }

    Linear linear() {
        return linear;
    }

    /**
     * Ends its use. Whoever still holds this memory or a view of it finds it empty from now on.
     *
     * @param reusable whether nothing happened that casts doubt on it
     */
    void close(boolean reusable) {
        Linear last = linear;
        use(Linear.NONE);
        if (reusable && pool != null) {
            pool.give(last);
        }
        pool = null;
    }

    GuestStore store() {
        return store;
    }

    /** Makes a new view one of this memory. @param segments the instance's own array */
    void attach(MemoryView view, DataSegment[] segments) {
        view.init(this, segments);
        view.use(linear);
        views.add(view);
    }

    @Override
    public int maximumPages() {
        return (int) Math.min(maxPages.orElse(Memory.RUNTIME_MAX_PAGES), Memory.RUNTIME_MAX_PAGES);
    }

    @Override
    public boolean isShared() {
        return shared;
    }

    @Override
    public ExternType.Mem type() {
        return new ExternType.Mem(pages(), maxPages, shared, false);
    }

    @Override
    public long pages() {
        return bytes.length / Linear.PAGE;
    }

    @Override
    public long grow(long pages) {
        long old = pages();
        if (pages < 0 || pages > maximumPages() - old || !store.reservePages(pages)) {
            return -1;
        }
        if (pages == 0) {
            return old;
        }
        try {
            Linear last = linear;
            use(pool == null ? last.grown(old + pages) : pool.grown(last, old + pages));
            if (pool != null) {
                // Nobody but this memory and its views, which have the new array, ever held it.
                pool.giveSmaller(last);
            }
        } catch (OutOfMemoryError e) {
            store.releasePages(pages);
            return -1;
        }
        return old;
    }

    private TrapException outOfBounds(int address, int length) {
        return new TrapException(TrapKind.OUT_OF_BOUNDS_MEMORY, "out of bounds memory access: " + Integer.toUnsignedLong(length) + " bytes at "
                + Integer.toUnsignedLong(address) + " of " + bytes.length);
    }

    private void check(int address, int length) {
        if (Integer.toUnsignedLong(address) + Integer.toUnsignedLong(length) > bytes.length) {
            throw outOfBounds(address, length);
        }
    }

    @Override
    public byte readByte(int address) {
        check(address, Byte.BYTES);
        return bytes[address];
    }

    @Override
    public short readShort(int address) {
        check(address, Short.BYTES);
        return (short) Bytes.SHORT.get(bytes, address);
    }

    @Override
    public int readInt(int address) {
        check(address, Integer.BYTES);
        return (int) Bytes.INT.get(bytes, address);
    }

    @Override
    public long readLong(int address) {
        check(address, Long.BYTES);
        return (long) Bytes.LONG.get(bytes, address);
    }

    @Override
    public void writeByte(int address, byte value) {
        check(address, Byte.BYTES);
        bytes[address] = value;
        Linear.mark(cards, address, Byte.BYTES);
    }

    @Override
    public void writeShort(int address, short value) {
        check(address, Short.BYTES);
        Bytes.SHORT.set(bytes, address, value);
        Linear.mark(cards, address, Short.BYTES);
    }

    @Override
    public void writeInt(int address, int value) {
        check(address, Integer.BYTES);
        Bytes.INT.set(bytes, address, value);
        Linear.mark(cards, address, Integer.BYTES);
    }

    @Override
    public void writeLong(int address, long value) {
        check(address, Long.BYTES);
        Bytes.LONG.set(bytes, address, value);
        Linear.mark(cards, address, Long.BYTES);
    }

    @Override
    public void read(int address, byte[] target, int offset, int length) {
        check(address, length);
        System.arraycopy(bytes, address, target, offset, length);
    }

    @Override
    public void write(int address, byte[] source, int offset, int length) {
        check(address, length);
        System.arraycopy(source, offset, bytes, address, length);
        Linear.mark(cards, address, length);
    }

    @Override
    public void fill(int address, int length, byte value) {
        check(address, length);
        Bytes.fill(bytes, address, length, value);
        Linear.mark(cards, address, length);
    }

    @Override
    public void copy(int from, int to, int length) {
        check(from, length);
        check(to, length);
        Bytes.copy(bytes, from, to, length);
        Linear.mark(cards, to, length);
    }
}
