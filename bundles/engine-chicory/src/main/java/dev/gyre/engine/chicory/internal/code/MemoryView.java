package dev.gyre.engine.chicory.internal.code;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;

import dev.gyre.api.engine.TrapKind;

/**
 * What the code of one instance holds of it: its first memory as one flat array, two to four times faster than Chicory's own
 * memories, and its cards, marked after each write. The subclass made for each module adds a field for each of its globals.
 * Each importing instance has its own view, because Chicory keeps passive data segments in the memory. For the store's thread.
 */
public abstract class MemoryView implements Memory {
    private static final int STOPPED = Integer.MAX_VALUE;

    private MemoryOwner owner;
    /** The instance's own array: Chicory's code drops segments from it. */
    private DataSegment[] segments;
    byte[] bytes = Linear.NONE.bytes();
    int[] cards = Linear.NONE.cards();
    /**
     * A function that leaves less of the stack has to go to its {@link #checkpoint}: {@link #STOPPED} when all have to. Written by any thread,
     * and read plainly by code that reads it again soon.
     */
    int least;
    Checkpoint checkpoint;
    StackLeft stack;
    Instance instance;

    /** To be followed by {@link #init}. */
    protected MemoryView() {
    }

    /**
     * To be called before any code runs.
     *
     * @param store asked where the guest could be stopped
     * @param left  of the store's stack
     */
    public final void init(Checkpoint store, StackLeft left) {
        checkpoint = store;
        stack = left;
        least = left.least();
    }

    /** To be called before any code runs. */
    public final void init(Instance owner) {
        instance = owner;
    }

    /** @param passive the instance's own array of data segments */
    public final void init(MemoryOwner memory, DataSegment[] passive) {
        owner = memory;
        segments = passive;
    }

    /** Called when the memory gets another array, by growth or at the end of the event. */
    public final void use(Linear linear) {
        bytes = linear.bytes();
        cards = linear.cards();
    }

    /** Makes the instance's code go to its checkpoint at its next check, or not. From any thread. */
    public final void stop(boolean is) {
        MemoryOps.least(this, is ? STOPPED : stack.least());
    }

    /** The value of one of the module's own numeric globals, encoded as Chicory does; imports counted. */
    public abstract long global(int index);

    public abstract void global(int index, long value);

    @Override
    public int pages() {
        return bytes.length >> 16;
    }

    @Override
    public int grow(int pages) {
        MemoryOps.look(this);
        return (int) owner.grow(Integer.toUnsignedLong(pages));
    }

    @Override
    public byte read(int address) {
        try {
            return bytes[address];
        } catch (IndexOutOfBoundsException e) {
            throw Bytes.outOfBounds();
        }
    }

    @Override
    public short readShort(int address) {
        try {
            return (short) Bytes.SHORT.get(bytes, address);
        } catch (IndexOutOfBoundsException e) {
            throw Bytes.outOfBounds();
        }
    }

    @Override
    public long readU16(int address) {
        return Short.toUnsignedLong(readShort(address));
    }

    @Override
    public int readInt(int address) {
        try {
            return (int) Bytes.INT.get(bytes, address);
        } catch (IndexOutOfBoundsException e) {
            throw Bytes.outOfBounds();
        }
    }

    @Override
    public long readLong(int address) {
        try {
            return (long) Bytes.LONG.get(bytes, address);
        } catch (IndexOutOfBoundsException e) {
            throw Bytes.outOfBounds();
        }
    }

    @Override
    public float readFloat(int address) {
        try {
            return (float) Bytes.FLOAT.get(bytes, address);
        } catch (IndexOutOfBoundsException e) {
            throw Bytes.outOfBounds();
        }
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public double readDouble(int address) {
        try {
            return (double) Bytes.DOUBLE.get(bytes, address);
        } catch (IndexOutOfBoundsException e) {
            throw Bytes.outOfBounds();
        }
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    @Override
    public byte[] readBytes(int address, int length) {
        Bytes.check(bytes, address, length);
        return Arrays.copyOfRange(bytes, address, address + length);
    }

    @Override
    public void writeByte(int address, byte value) {
        try {
            bytes[address] = value;
            cards[address >>> Linear.CARD_BITS] = 1;
        } catch (IndexOutOfBoundsException e) {
            throw Bytes.outOfBounds();
        }
    }

    @Override
    public void writeShort(int address, short value) {
        try {
            Bytes.SHORT.set(bytes, address, value);
            cards[address >>> Linear.CARD_BITS] = 1;
        } catch (IndexOutOfBoundsException e) {
            throw Bytes.outOfBounds();
        }
    }

    @Override
    public void writeI32(int address, int value) {
        try {
            Bytes.INT.set(bytes, address, value);
            cards[address >>> Linear.CARD_BITS] = 1;
        } catch (IndexOutOfBoundsException e) {
            throw Bytes.outOfBounds();
        }
    }

    @Override
    public void writeLong(int address, long value) {
        try {
            Bytes.LONG.set(bytes, address, value);
            cards[address >>> Linear.CARD_BITS] = 1;
        } catch (IndexOutOfBoundsException e) {
            throw Bytes.outOfBounds();
        }
    }

    @Override
    public void writeF32(int address, float value) {
        try {
            Bytes.FLOAT.set(bytes, address, value);
            cards[address >>> Linear.CARD_BITS] = 1;
        } catch (IndexOutOfBoundsException e) {
            throw Bytes.outOfBounds();
        }
    }

    @Override
    public void writeF64(int address, double value) {
        try {
            Bytes.DOUBLE.set(bytes, address, value);
            cards[address >>> Linear.CARD_BITS] = 1;
        } catch (IndexOutOfBoundsException e) {
            throw Bytes.outOfBounds();
        }
    }

    @Override
    public void write(int address, byte[] source, int offset, int length) {
        Bytes.check(bytes, address, length);
        Bytes.check(source, offset, length);
        System.arraycopy(source, offset, bytes, address, length);
        Linear.mark(cards, address, length);
    }

    /** @param to the end, which overflows when the guest's length does */
    @Override
    public void fill(byte value, int from, int to) {
        MemoryOps.look(this);
        int length = to - from;
        Bytes.check(bytes, from, length);
        Bytes.fill(bytes, from, length, value);
        Linear.mark(cards, from, length);
    }

    @Override
    public void copy(int to, int from, int length) {
        MemoryOps.look(this);
        Bytes.check(bytes, from, length);
        Bytes.check(bytes, to, length);
        Bytes.copy(bytes, from, to, length);
        Linear.mark(cards, to, length);
    }

    @Override
    public void initPassiveSegment(int segment, int to, int offset, int length) {
        MemoryOps.look(this);
        write(to, segments[segment].data(), offset, length);
    }

    @Override
    public void drop(int segment) {
        segments[segment] = PassiveDataSegment.EMPTY;
    }

    /** A new array is zero, and a used one is reset by its owner. */
    @Override
    public void zero() {
        throw new UnsupportedOperationException("memories are made by their store");
    }

    @Override
    public void initialize(Instance instance, DataSegment[] data) {
        throw new UnsupportedOperationException("memories are filled by their instance");
    }

    @Override
    public int initialPages() {
        return pages();
    }

    @Override
    public int maximumPages() {
        return owner.maximumPages();
    }

    @Override
    public boolean shared() {
        return owner.isShared();
    }

    @Override
    public int atomicWait(int address, int expected, long nanos) {
        return await(readInt(address) == expected, nanos);
    }

    @Override
    public int atomicWait(int address, long expected, long nanos) {
        return await(readLong(address) == expected, nanos);
    }

    /** A store has one thread: nobody can notify it, only time or an interrupt ends the wait. */
    private int await(boolean equal, long nanos) {
        if (!shared()) {
            throw new GuestTrap(TrapKind.OUT_OF_BOUNDS_MEMORY, "expected shared memory");
        }
        if (!equal) {
            return 1;
        }
        long start = System.nanoTime();
        long left = nanos < 0 ? Long.MAX_VALUE : nanos;
        while (left > 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new ChicoryInterruptedException("Thread interrupted");
            }
            LockSupport.parkNanos(this, left);
            left = nanos < 0 ? Long.MAX_VALUE : nanos - (System.nanoTime() - start);
        }
        return 2;
    }

    @Override
    public int atomicNotify(int address, int threads) {
        Bytes.check(bytes, address, Integer.BYTES);
        return 0;
    }

    @Override
    @Deprecated
    public Object lock(int address) {
        return this;
    }

    @Override
    @Deprecated
    public int waitOn(int address, int expected, long nanos) {
        return atomicWait(address, expected, nanos);
    }

    @Override
    @Deprecated
    public int waitOn(int address, long expected, long nanos) {
        return atomicWait(address, expected, nanos);
    }

    @Override
    @Deprecated
    public int notify(int address, int threads) {
        return atomicNotify(address, threads);
    }
}
