package dev.gyre.component.internal.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.LinearMemory;

/** One page. */
final class ArrayMemory implements LinearMemory {
    final byte[] bytes = new byte[1 << 16];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

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
        return buffer.get(address);
    }

    @Override
    public short readShort(int address) {
        return buffer.getShort(address);
    }

    @Override
    public int readInt(int address) {
        return buffer.getInt(address);
    }

    @Override
    public long readLong(int address) {
        return buffer.getLong(address);
    }

    @Override
    public void writeByte(int address, byte value) {
        buffer.put(address, value);
    }

    @Override
    public void writeShort(int address, short value) {
        buffer.putShort(address, value);
    }

    @Override
    public void writeInt(int address, int value) {
        buffer.putInt(address, value);
    }

    @Override
    public void writeLong(int address, long value) {
        buffer.putLong(address, value);
    }

    @Override
    public void read(int address, byte[] target, int offset, int length) {
        System.arraycopy(bytes, address, target, offset, length);
    }

    @Override
    public void write(int address, byte[] source, int offset, int length) {
        System.arraycopy(source, offset, bytes, address, length);
    }

    @Override
    public void fill(int address, int length, byte value) {
        Arrays.fill(bytes, address, address + length, value);
    }

    @Override
    public void copy(int from, int to, int length) {
        System.arraycopy(bytes, from, bytes, to, length);
    }
}
