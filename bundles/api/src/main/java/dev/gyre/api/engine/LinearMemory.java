package dev.gyre.api.engine;

import java.nio.charset.StandardCharsets;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A memory in a store. Addresses are unsigned 32-bit numbers in an {@code int}. Every access outside the memory throws
 * {@link TrapException} of kind {@link TrapKind#OUT_OF_BOUNDS_MEMORY} and changes nothing. For the store's thread.
 */
@ProviderType
public non-sealed interface LinearMemory extends Extern {
    @Override
    ExternType.Mem type();

    long pages();

    /** @return the old size in pages, or -1 when the limits refuse */
    long grow(long pages);

    byte readByte(int address);

    short readShort(int address);

    int readInt(int address);

    long readLong(int address);

    void writeByte(int address, byte value);

    void writeShort(int address, short value);

    void writeInt(int address, int value);

    void writeLong(int address, long value);

    /** Copies guest memory into {@code target}. */
    void read(int address, byte[] target, int offset, int length);

    /** Copies {@code source} into guest memory. */
    void write(int address, byte[] source, int offset, int length);

    void fill(int address, int length, byte value);

    /** Copies within the memory; the ranges may overlap. */
    void copy(int from, int to, int length);

    default byte[] read(int address, int length) {
        checkRange(address, length);
        byte[] bytes = new byte[length];
        read(address, bytes, 0, length);
        return bytes;
    }

    default void write(int address, byte[] source) {
        write(address, source, 0, source.length);
    }

    /** Reads UTF-8, replacing what is malformed. */
    default String readString(int address, int length) {
        return new String(read(address, length), StandardCharsets.UTF_8);
    }

    /**
     * Checks a range before anything is allocated for it.
     *
     * @param length unsigned
     */
    default void checkRange(int address, int length) {
        long end = Integer.toUnsignedLong(address) + Integer.toUnsignedLong(length);
        if (end > pages() << 16) {
            throw new TrapException(TrapKind.OUT_OF_BOUNDS_MEMORY,
                    "out of bounds memory access: " + Integer.toUnsignedLong(length) + " bytes at " + Integer.toUnsignedLong(address)
                            + " of " + (pages() << 16));
        }
    }
}
