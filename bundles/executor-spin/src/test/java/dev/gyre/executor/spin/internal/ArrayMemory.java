package dev.gyre.executor.spin.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.LinearMemory;

/** One page of memory without an engine, bounds checked as the SPI demands. */
final class ArrayMemory implements LinearMemory {
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

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
        return bytes.get(at(address, 1));
    }

    @Override
    public short readShort(int address) {
        return bytes.getShort(at(address, 2));
    }

    @Override
    public int readInt(int address) {
        return bytes.getInt(at(address, 4));
    }

    @Override
    public long readLong(int address) {
        return bytes.getLong(at(address, 8));
    }

    @Override
    public void writeByte(int address, byte value) {
        bytes.put(at(address, 1), value);
    }

    @Override
    public void writeShort(int address, short value) {
        bytes.putShort(at(address, 2), value);
    }

    @Override
    public void writeInt(int address, int value) {
        bytes.putInt(at(address, 4), value);
    }

    @Override
    public void writeLong(int address, long value) {
        bytes.putLong(at(address, 8), value);
    }

    @Override
    public void read(int address, byte[] target, int offset, int length) {
        bytes.get(at(address, length), target, offset, length);
    }

    @Override
    public void write(int address, byte[] source, int offset, int length) {
        bytes.put(at(address, length), source, offset, length);
    }

    @Override
    public void fill(int address, int length, byte value) {
        for (int i = 0; i < length; i++) {
            writeByte(address + i, value);
        }
    }

    @Override
    public void copy(int from, int to, int length) {
        write(to, read(from, length));
    }
}
