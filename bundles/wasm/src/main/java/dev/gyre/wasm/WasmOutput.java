package dev.gyre.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of the binary format being written (core specification, 5.2). For one thread at a time. */
public final class WasmOutput extends ByteArrayOutputStream {
    public WasmOutput() {
        super(64);
    }

    public WasmOutput u8(int value) {
        write(value);
        return this;
    }

    public WasmOutput u32(int value) {
        return u64(Integer.toUnsignedLong(value));
    }

    public WasmOutput u64(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            write((int) rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    public WasmOutput s32(int value) {
        return s64(value);
    }

    public WasmOutput s64(long value) {
        long rest = value;
        while (rest < -64 || rest > 63) {
            write((int) rest & 0x7f | 0x80);
            rest >>= 7;
        }
        return u8((int) rest & 0x7f);
    }

    /** An instruction's opcode with its prefix, as {@link Op} numbers them. */
    public WasmOutput op(int opcode) {
        return opcode > 0xff ? u8(opcode >> 16).u32(opcode & 0xffff) : u8(opcode);
    }

    public WasmOutput bytes(byte[] source) {
        writeBytes(source);
        return this;
    }

    public WasmOutput bytes(byte[] source, int start, int end) {
        write(source, start, end - start);
        return this;
    }

    public WasmOutput name(String name) {
        return sized(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The length and then the bytes. */
    public WasmOutput sized(byte[] source) {
        return u32(source.length).bytes(source);
    }
}
