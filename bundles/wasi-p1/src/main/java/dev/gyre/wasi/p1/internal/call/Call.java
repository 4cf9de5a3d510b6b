package dev.gyre.wasi.p1.internal.call;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.wasi.p1.internal.WasiEvent;
import dev.gyre.wasi.p1.internal.abi.Errno;

/**
 * One call of a guest's. Parameters are counted from 0. Memory outside the guest's is a {@link dev.gyre.api.engine.TrapException},
 * which the guest sees as {@link Errno#FAULT}; places for results are therefore asked for before anything is done.
 */
record Call(Caller caller, long[] args, WasiEvent event) {
    /** As on Linux. */
    private static final int MAX_PATH = 4096;

    int i32(int parameter) {
        return (int) args[parameter];
    }

    long i64(int parameter) {
        return args[parameter];
    }

    LinearMemory memory() {
        return caller.memory();
    }

    /** A pointer to this many writable bytes. */
    int place(int parameter, int bytes) {
        int address = i32(parameter);
        memory().checkRange(address, bytes);
        return address;
    }

    /** A path: pointer and length. */
    String path(int parameter) {
        int length = i32(parameter + 1);
        memory().checkRange(i32(parameter), length);
        if (Integer.toUnsignedLong(length) > MAX_PATH) {
            throw Errno.NAMETOOLONG.exception();
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(memory().read(i32(parameter), length))).toString();
        } catch (CharacterCodingException e) {
            throw Errno.ILSEQ.exception();
        }
    }

    /** An array of {@code iovec} or {@code ciovec}: pointer and length. */
    Buffers buffers(int parameter) {
        return Buffers.read(memory(), i32(parameter), i32(parameter + 1));
    }
}
