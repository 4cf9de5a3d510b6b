package dev.gyre.wasm;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over part of a module that never reads outside it (core specification, 5.2). All methods throw
 * {@link MalformedModuleException}. For one thread at a time.
 */
public final class WasmInput {
    private final byte[] bytes;
    private final int end;
    private final String where;
    private int at;

    /** @param where the part's name in messages, such as {@code code section} */
    public WasmInput(byte[] bytes, int start, int end, String where) {
        if (start < 0 || end > bytes.length || start > end) {
            throw new IllegalArgumentException("range " + start + " to " + end + " of " + bytes.length + " bytes");
        }
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.where = where;
    }

    /** Counted from the start of the module, not of this part. */
    public int position() {
        return at;
    }

    public int end() {
        return end;
    }

    public boolean hasMore() {
        return at < end;
    }

    public int peek() {
        if (at >= end) {
            throw damaged("it ends too early");
        }
        return bytes[at] & 0xff;
    }

    public int u8() {
        int b = peek();
        at++;
        return b;
    }

    /** An unsigned number of 32 bits that must be below 2^31, as everything a module counts is. */
    public int u32() {
        int b = at < end ? bytes[at] : -1;
        if (b >= 0) {
            at++;
            return b;
        }
        int start = at;
        long value = unsigned(32);
        if (value > Integer.MAX_VALUE) {
            at = start;
            throw damaged("the number " + value + " is too large");
        }
        return (int) value;
    }

    /** An unsigned number of 64 bits, as offsets and limits may have. */
    public long u64() {
        return unsigned(64);
    }

    public int s32() {
        return (int) signed(32);
    }

    /** A heap or block type: a type's index when not negative. */
    public long s33() {
        return signed(33);
    }

    public long s64() {
        return signed(64);
    }

    private long unsigned(int bits) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            int b = u8();
            if (shift + 7 > bits && (b & 0x7f) >>> bits - shift != 0 || shift + 7 >= bits && b >= 0x80) {
                throw damaged("a number has more than " + bits + " bits");
            }
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
    }

    private long signed(int bits) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            int b = u8();
            if (shift + 7 >= bits) {
                int top = (byte) (b << 1) >> bits - shift;
                if (b >= 0x80 || top != 0 && top != -1) {
                    throw damaged("a number has more than " + bits + " bits");
                }
            }
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return shift + 7 < 64 && (b & 0x40) != 0 ? value | -1L << shift + 7 : value;
            }
        }
    }

    /** How many elements follow; each takes at least one byte, so a larger number is a lie. */
    public int count() {
        int count = u32();
        if (count > end - at) {
            throw damaged("a count of " + count + " is more than its bytes can hold");
        }
        return count;
    }

    public String name() {
        int length = u32();
        int start = at;
        skip(length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length)).toString();
        } catch (CharacterCodingException e) {
            at = start;
            throw damaged("a name is not UTF-8");
        }
    }

    public void skip(int length) {
        if (length < 0 || length > end - at) {
            throw damaged("a length of " + length + " bytes goes beyond its end");
        }
        at += length;
    }

    /** The next {@code length} bytes as a cursor of their own; this one goes on behind them. */
    public WasmInput part(int length, String name) {
        int start = at;
        skip(length);
        return new WasmInput(bytes, start, at, name);
    }

    /** An exception that names this place. */
    public MalformedModuleException damaged(String what) {
        return new MalformedModuleException(what, where, at);
    }
}
