package dev.gyre.api.abi;

import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/**
 * Reads and writes the aggregate at an address in either layout. Each field is named by its slot (its index among the flat
 * values, for {@link CoreLayout#SLOTS}) and its byte offset (for {@link CoreLayout#PACKED}). For the store's thread.
 *
 * @param base address of the aggregate
 */
public record ReturnArea(LinearMemory memory, int base, CoreLayout layout) {
    /** A discriminant: an i32 in a slot, a u8 packed. */
    public int tag(int slot, int offset) {
        return slots() ? memory.readInt(at(slot, offset)) : memory.readByte(at(slot, offset)) & 0xff;
    }

    public int u16(int slot, int offset) {
        return slots() ? memory.readInt(at(slot, offset)) : memory.readShort(at(slot, offset)) & 0xffff;
    }

    public int i32(int slot, int offset) {
        return memory.readInt(at(slot, offset));
    }

    public Slice slice(int slot, int offset) {
        return new Slice(i32(slot, offset), i32(slot + 1, offset + 4));
    }

    public void tag(int slot, int offset, int value) {
        if (slots()) {
            memory.writeInt(at(slot, offset), value);
        } else {
            memory.writeByte(at(slot, offset), (byte) value);
        }
    }

    public void u16(int slot, int offset, int value) {
        if (slots()) {
            memory.writeInt(at(slot, offset), value);
        } else {
            memory.writeShort(at(slot, offset), (short) value);
        }
    }

    public void i32(int slot, int offset, int value) {
        memory.writeInt(at(slot, offset), value);
    }

    public void s64(int slot, int offset, long value) {
        memory.writeLong(at(slot, offset), value);
    }

    public void slice(int slot, int offset, Slice value) {
        i32(slot, offset, value.pointer());
        i32(slot + 1, offset + 4, value.length());
    }

    /** The address of a field. Like a guest's own access it does not wrap around the end of the address space. */
    private int at(int slot, int offset) {
        long address = Integer.toUnsignedLong(base) + (slots() ? 8 * slot : offset);
        if (address > 0xffffffffL) {
            throw new TrapException(TrapKind.OUT_OF_BOUNDS_MEMORY, "an aggregate at " + Integer.toUnsignedString(base) + " lies outside the memory");
        }
        return (int) address;
    }

    private boolean slots() {
        return layout == CoreLayout.SLOTS;
    }
}
