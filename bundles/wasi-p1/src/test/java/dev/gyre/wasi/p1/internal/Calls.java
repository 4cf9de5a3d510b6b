package dev.gyre.wasi.p1.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import dev.gyre.api.engine.LinearMemory;

/** Calls WASI with any arguments, from a module that does nothing else; see {@code calls.sh}. */
final class Calls implements AutoCloseable {
    static final long RIGHTS_ALL = (1L << 29) - 1;
    static final long RIGHTS_FOLDER = RIGHTS_ALL & ~(1L << 6);
    static final int CREAT = 1;
    static final int DIRECTORY = 2;
    static final int TRUNC = 8;
    /** Results go here unless a test says otherwise. */
    static final int RESULT = 1024;
    /** Paths go here. */
    static final int PATH = 2048;
    static final int SECOND_PATH = 8192;

    static final int BADF = 8;
    static final int FAULT = 21;
    static final int ILSEQ = 25;
    static final int INTR = 27;
    static final int INVAL = 28;
    static final int ISDIR = 31;
    static final int MFILE = 33;
    static final int NAMETOOLONG = 37;
    static final int NOTDIR = 54;
    static final int NOTSOCK = 57;
    static final int NOTSUP = 58;
    static final int ROFS = 69;
    static final int SPIPE = 70;
    static final int NOTCAPABLE = 76;

    final Guest guest;
    final Guest.Instance instance;
    final LinearMemory memory;

    Calls(String module, Consumer<Guest> setUp) {
        guest = Guest.of(module);
        setUp.accept(guest);
        instance = guest.start();
        memory = instance.instance.memory("memory").orElseThrow();
    }

    int call(String function, long... args) {
        return (int) instance.call(function, args);
    }

    /** Puts text into memory. @return its length */
    int put(int address, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        memory.write(address, bytes);
        return bytes.length;
    }

    int open(int folder, String path, long rights) {
        return open(folder, path, 0, rights, 0);
    }

    int open(int folder, String path, int how, long rights, int flags) {
        assertEquals(0, tryOpen(folder, path, how, rights, flags), path);
        return memory.readInt(RESULT);
    }

    int tryOpen(int folder, String path, int how, long rights, int flags) {
        return call("path_open", folder, 1, PATH, put(PATH, path), how, rights, RIGHTS_ALL, flags, RESULT);
    }

    /** One buffer at {@code array}. */
    void buffer(int array, int address, int length) {
        memory.writeInt(array, address);
        memory.writeInt(array + 4, length);
    }

    int write(int fd, String text) {
        int length = put(40_000, text);
        buffer(39_000, 40_000, length);
        return call("fd_write", fd, 39_000, 1, RESULT);
    }

    @Override
    public void close() {
        instance.close();
    }
}
