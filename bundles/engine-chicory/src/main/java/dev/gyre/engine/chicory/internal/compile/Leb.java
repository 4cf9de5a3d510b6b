package dev.gyre.engine.chicory.internal.compile;

import java.io.ByteArrayOutputStream;

import dev.gyre.api.engine.ModuleException;

/** A cursor over unsigned LEB128 numbers (core specification, 5.2.2). */
final class Leb {
    private final byte[] bytes;
    private final int end;
    private int position;

    /** Bytes that end in the middle of something, or a number of more than 32 bits. */
    static final class Malformed extends ModuleException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    Leb(byte[] bytes, int position, int end) {
        this.bytes = bytes;
        this.position = position;
        this.end = end;
    }

    int position() {
        return position;
    }

    int peek() {
        if (position >= end) {
            throw new Malformed("module is truncated at byte " + position);
        }
        return bytes[position] & 255;
    }

    int u8() {
        int b = peek();
        position++;
        return b;
    }

    long u32() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int b = u8();
            value |= (long) (b & 127) << shift;
            if (b < 128) {
                return value;
            }
        }
        throw new Malformed("number of more than 32 bits at byte " + position);
    }

    void skip(long length) {
        if (length < 0 || length > end - position) {
            throw new Malformed("module is truncated at byte " + end);
        }
        position += (int) length;
    }

    static void write(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >>> 7 != 0) {
            out.write(rest & 127 | 128);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
