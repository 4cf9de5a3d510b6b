package dev.gyre.test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.LinearMemory;

/** One page of memory over an array, as strict as an engine's. */
public final class ByteMemory implements LinearMemory {
    public final byte[] bytes = new byte[1 << 16];
    private final ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    private int at(int address, int length) {
        checkRange(address, length);
        return address;
    }

    @Override
    public ExternType.Mem type() {
        return new ExternType.Mem(1, OptionalLong.of(1), false, false);
    }

    @Override
    public long pages() {
        return 1;
    }

    @Override
    public long grow(long pages) {
        return -1;
    }

    @Override
    public byte readByte(int address) {
        return view.get(at(address, 1));
    }

    @Override
    public short readShort(int address) {
        return view.getShort(at(address, 2));
    }

    @Override
    public int readInt(int address) {
        return view.getInt(at(address, 4));
    }

    @Override
    public long readLong(int address) {
        return view.getLong(at(address, 8));
    }

    @Override
    public void writeByte(int address, byte value) {
        view.put(at(address, 1), value);
    }

    @Override
    public void writeShort(int address, short value) {
        view.putShort(at(address, 2), value);
    }

    @Override
    public void writeInt(int address, int value) {
        view.putInt(at(address, 4), value);
    }

    @Override
    public void writeLong(int address, long value) {
        view.putLong(at(address, 8), value);
    }

    @Override
    public void read(int address, byte[] target, int offset, int length) {
        System.arraycopy(bytes, at(address, length), target, offset, length);
    }

    @Override
    public void write(int address, byte[] source, int offset, int length) {
        System.arraycopy(source, offset, bytes, at(address, length), length);
    }

    @Override
    public void fill(int address, int length, byte value) {
        Arrays.fill(bytes, at(address, length), address + length, value);
    }

    @Override
    public void copy(int from, int to, int length) {
        System.arraycopy(bytes, at(from, length), bytes, at(to, length), length);
    }
}
