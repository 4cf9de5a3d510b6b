package dev.gyre.runtime.internal.scan;

import java.nio.charset.StandardCharsets;

import dev.gyre.api.engine.ModuleException;

/** A cursor over part of a module that never reads outside it. For one thread at a time. */
final class WasmReader {
    private final byte[] bytes;
    private final int end;
    private int at;

    WasmReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    int position() {
        return at;
    }

    boolean hasMore() {
        return at < end;
    }

    int u8() {
        if (at >= end) {
            throw damaged("it ends too early");
        }
        return bytes[at++] & 0xff;
    }

    /** An unsigned LEB128 number below 2^31; nothing a module counts may be larger. */
    int u32() {
        long value = leb(5, false);
        if (value > Integer.MAX_VALUE) {
            throw damaged("a number is too large");
        }
        return (int) value;
    }

    /** An unsigned LEB128 number of 32 bits. */
    int u32Bits() {
        return (int) leb(5, false);
    }

    int s32() {
        return (int) leb(5, true);
    }

    long s64() {
        return leb(10, true);
    }

    private long leb(int maxBytes, boolean signed) {
        long value = 0;
        int shift = 0;
        for (int i = 0; i < maxBytes; i++) {
            int b = u8();
            value |= (long) (b & 0x7f) << shift;
            shift += 7;
            if ((b & 0x80) == 0) {
                return signed && shift < 64 && (b & 0x40) != 0 ? value | -1L << shift : value;
            }
        }
        throw damaged("a number has too many bytes");
    }

    String name() {
        int length = u32();
        int start = at;
        skip(length);
        return new String(bytes, start, length, StandardCharsets.UTF_8);
    }

    void skip(int length) {
        if (length < 0 || length > end - at) {
            throw damaged("a length of " + length + " bytes goes beyond its end");
        }
        at += length;
    }

    /** The next {@code length} bytes as a cursor of their own; this one goes on behind them. */
    WasmReader part(int length) {
        int start = at;
        skip(length);
        return new WasmReader(bytes, start, at);
    }

    /** How many elements follow; each takes at least one byte, so a larger number is a lie. */
    int count() {
        int count = u32();
        if (count > end - at) {
            throw damaged("a count of " + count + " is more than its bytes can hold");
        }
        return count;
    }

    ModuleException damaged(String what) {
        return new ModuleException("the module is damaged at byte " + at + ": " + what);
    }
}
