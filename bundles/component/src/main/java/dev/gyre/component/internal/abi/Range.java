package dev.gyre.component.internal.abi;

import dev.gyre.api.engine.LinearMemory;
import dev.gyre.component.internal.runtime.Traps;

/** Checks pointers that guests give. Stateless. */
public final class Range {
    private Range() {
    }

    /** Whether all of a range is memory. */
    public static boolean within(LinearMemory memory, int pointer, long bytes) {
        return Integer.toUnsignedLong(pointer) + bytes <= memory.pages() << 16;
    }

    /** @throws dev.gyre.api.engine.TrapException when a pointer is not aligned, or the range goes beyond the memory */
    public static void check(LinearMemory memory, int pointer, long bytes, int align, String what) {
        if ((pointer & align - 1) != 0) {
            throw Traps.abi("unaligned pointer: " + what + " pointer " + Integer.toUnsignedString(pointer) + " is not aligned to " + align);
        }
        if (!within(memory, pointer, bytes)) {
            throw Traps.abi(what + " content out-of-bounds: " + bytes + " bytes at " + Integer.toUnsignedString(pointer) + " of " + (memory.pages() << 16));
        }
    }
}
