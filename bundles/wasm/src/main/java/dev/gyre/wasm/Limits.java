package dev.gyre.wasm;

import java.util.OptionalLong;

/** Of a memory, in pages, or of a table, in elements. */
public record Limits(long min, OptionalLong max, boolean shared, boolean wide) {
    private static final int HAS_MAX = 1;
    private static final int SHARED = 2;
    private static final int WIDE = 4;

    static Limits read(WasmInput in) {
        int flags = in.u8();
        if ((flags & ~(HAS_MAX | SHARED | WIDE)) != 0) {
            throw in.damaged("0x" + Integer.toHexString(flags) + " are no flags of limits");
        }
        boolean wide = (flags & WIDE) != 0;
        long min = bound(in, wide);
        OptionalLong max = (flags & HAS_MAX) == 0 ? OptionalLong.empty() : OptionalLong.of(bound(in, wide));
        return new Limits(min, max, (flags & SHARED) != 0, wide);
    }

    private static long bound(WasmInput in, boolean wide) {
        long value = in.u64();
        if (!wide && value >>> 32 != 0) {
            throw in.damaged("a limit of " + Long.toUnsignedString(value) + " has more than 32 bits");
        }
        return value;
    }
}
