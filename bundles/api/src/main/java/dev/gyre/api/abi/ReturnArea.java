package dev.gyre.api.abi;

import dev.gyre.api.engine.LinearMemory;

/**
 * Reads and writes the aggregate at an address in either layout. Each field is named by its slot (its index among the flat
 * values, for {@link CoreLayout#SLOTS}) and its byte offset (for {@link CoreLayout#PACKED}). For the store's thread.
 *
 * @param base address of the aggregate
 */
public record ReturnArea(LinearMemory memory, int base, CoreLayout layout) {
    /** A discriminant: an i32 in a slot, a u8 packed. */
    public int tag(int slot, int offset) {
        return slots() ? memory.readInt(base + 8 * slot) : memory.readByte(base + offset) & 0xff;
    }

    public int u16(int slot, int offset) {
        return slots() ? memory.readInt(base + 8 * slot) : memory.readShort(base + offset) & 0xffff;
    }

    public int i32(int slot, int offset) {
        return memory.readInt(base + (slots() ? 8 * slot : offset));
    }

    public Slice slice(int slot, int offset) {
        return new Slice(i32(slot, offset), i32(slot + 1, offset + 4));
    }

    public void tag(int slot, int offset, int value) {
        if (slots()) {
            memory.writeInt(base + 8 * slot, value);
        } else {
            memory.writeByte(base + offset, (byte) value);
        }
    }

    public void u16(int slot, int offset, int value) {
        if (slots()) {
            memory.writeInt(base + 8 * slot, value);
        } else {
            memory.writeShort(base + offset, (short) value);
        }
    }

    public void i32(int slot, int offset, int value) {
        memory.writeInt(base + (slots() ? 8 * slot : offset), value);
    }

    public void s64(int slot, int offset, long value) {
        memory.writeLong(base + (slots() ? 8 * slot : offset), value);
    }

    public void slice(int slot, int offset, Slice value) {
        i32(slot, offset, value.pointer());
        i32(slot + 1, offset + 4, value.length());
    }

    private boolean slots() {
        return layout == CoreLayout.SLOTS;
    }
}
