package dev.gyre.engine.graalwasm.internal.run;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;

import org.graalvm.polyglot.Value;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/** A linear memory. The host works on the very array the guest does; it is asked for anew when a memory of the store has grown. */
final class GuestMemory implements LinearMemory {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] CLOSED = {};
    /** GraalWasm's own limit: a memory is one array. */
    static final int MAX_PAGES = Integer.MAX_VALUE >> 16;
    /** Stands for no maximum. */
    static final int MAX_DECLARED_PAGES = 1 << 16;

    private final GuestStore store;
    private final Value memory;
    private final OptionalLong maxPages;
    private byte[] bytes;
    private int growth;

    GuestMemory(GuestStore store, Value memory, OptionalLong maxPages) {
        this.store = store;
        this.memory = memory;
        this.maxPages = maxPages;
        this.growth = store.growth() - 1;
    }

    GuestStore store() {
        return store;
    }

    Value value() {
        return memory;
    }

    private byte[] bytes() {
        int now = store.growth();
        if (growth != now) {
            bytes = store.isClosed() ? CLOSED : store.binding().bytes(memory);
            growth = now;
        }
        return bytes;
    }

    private byte[] bytes(int address, int length) {
        byte[] all = bytes();
        if (Integer.toUnsignedLong(address) + Integer.toUnsignedLong(length) > all.length) {
            throw new TrapException(TrapKind.OUT_OF_BOUNDS_MEMORY, "out of bounds memory access: " + Integer.toUnsignedLong(length) + " bytes at "
                    + Integer.toUnsignedLong(address) + " of " + all.length);
        }
        return all;
    }

    @Override
    public ExternType.Mem type() {
        return new ExternType.Mem(pages(), maxPages, false, false);
    }

    @Override
    public long pages() {
        return bytes().length >> 16;
    }

    @Override
    public long grow(long pages) {
        long old = pages();
        if (pages < 0 || pages > Math.min(maxPages.orElse(MAX_PAGES), MAX_PAGES) - old || !store.reservePages(pages)) {
            return -1;
        }
        if (pages > 0) {
            try {
                store.binding().call("mem_grow", memory, (int) pages);
            } catch (RuntimeException e) {
                store.releasePages(pages);
                if (store.stopped() == null) {
                    return -1;
                }
                throw e;
            }
        }
        return old;
    }

    @Override
    public byte readByte(int address) {
        return bytes(address, Byte.BYTES)[address];
    }

    @Override
    public short readShort(int address) {
        return (short) SHORT.get(bytes(address, Short.BYTES), address);
    }

    @Override
    public int readInt(int address) {
        return (int) INT.get(bytes(address, Integer.BYTES), address);
    }

    @Override
    public long readLong(int address) {
        return (long) LONG.get(bytes(address, Long.BYTES), address);
    }

    @Override
    public void writeByte(int address, byte value) {
        bytes(address, Byte.BYTES)[address] = value;
    }

    @Override
    public void writeShort(int address, short value) {
        SHORT.set(bytes(address, Short.BYTES), address, value);
    }

    @Override
    public void writeInt(int address, int value) {
        INT.set(bytes(address, Integer.BYTES), address, value);
    }

    @Override
    public void writeLong(int address, long value) {
        LONG.set(bytes(address, Long.BYTES), address, value);
    }

    @Override
    public void read(int address, byte[] target, int offset, int length) {
        System.arraycopy(bytes(address, length), address, target, offset, length);
    }

    @Override
    public void write(int address, byte[] source, int offset, int length) {
        System.arraycopy(source, offset, bytes(address, length), address, length);
    }

    @Override
    public void fill(int address, int length, byte value) {
        Arrays.fill(bytes(address, length), address, address + length, value);
    }

    @Override
    public void copy(int from, int to, int length) {
        byte[] all = bytes(from, length);
        bytes(to, length);
        System.arraycopy(all, from, all, to, length);
    }
}
