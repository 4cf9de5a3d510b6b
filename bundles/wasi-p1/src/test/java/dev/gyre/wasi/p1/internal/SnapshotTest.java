package dev.gyre.wasi.p1.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.wasi.p1.internal.abi.Errno;

/** What the published witx of the two snapshots say, byte by byte. */
class SnapshotTest {
    @TempDir
    Path temp;

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(temp.resolve("file"), "0123456789");
        Files.createLink(temp.resolve("second"), temp.resolve("file"));
        Files.setLastModifiedTime(temp.resolve("file"), FileTime.from(1_234_567_890_123_456_789L, TimeUnit.NANOSECONDS));
    }

    @Test
    void bothModulesAreAnswered() {
        assertEquals(Set.of("wasi_snapshot_preview1", "wasi_unstable"), new WasiModule().importModules());
        try (Calls calls = calls("calls-preview1")) {
            BoundHostModule bound = new WasiModule().bind(calls.instance.event.component());
            assertEquals(46, bound.functionNames("wasi_snapshot_preview1").size());
            assertEquals(45, bound.functionNames("wasi_unstable").size());
            assertEquals(0, bound.functionNames("env").size());
        }
    }

    @Test
    void errorsHaveTheirNumbers() {
        assertEquals(77, Errno.values().length);
        assertEquals(Calls.BADF, Errno.BADF.number());
        assertEquals(44, Errno.NOENT.number());
        assertEquals(63, Errno.PERM.number());
        assertEquals(Calls.ROFS, Errno.ROFS.number());
        assertEquals(75, Errno.XDEV.number());
        assertEquals(Calls.NOTCAPABLE, Errno.NOTCAPABLE.number());
    }

    @ParameterizedTest
    @CsvSource({"calls-preview1, 24, 32, 64", "calls-unstable, 20, 24, 56"})
    void aFilestatHasItsLayout(String module, int links, int size, int bytes) {
        try (Calls calls = calls(module)) {
            calls.memory.fill(Calls.RESULT, 100, (byte) 0xee);
            assertEquals(0, calls.call("path_filestat_get", 3, 0, Calls.PATH, calls.put(Calls.PATH, "file"), Calls.RESULT));
            byte[] byPath = calls.memory.read(Calls.RESULT, 100);
            assertEquals(1, calls.memory.readLong(Calls.RESULT));
            assertNotEquals(0, calls.memory.readLong(Calls.RESULT + 8));
            assertEquals(4, calls.memory.readByte(Calls.RESULT + 16));
            assertEquals(2, module.equals("calls-unstable") ? calls.memory.readInt(Calls.RESULT + links) : calls.memory.readLong(Calls.RESULT + links));
            assertEquals(10, calls.memory.readLong(Calls.RESULT + size));
            assertEquals(1_234_567_890_123_456_789L, calls.memory.readLong(Calls.RESULT + size + 16));
            assertEquals((byte) 0xee, calls.memory.readByte(Calls.RESULT + bytes));
            assertNotEquals((byte) 0xee, calls.memory.readByte(Calls.RESULT + bytes - 1));
            int fd = calls.open(3, "file", Calls.RIGHTS_ALL);
            calls.memory.fill(Calls.RESULT, 100, (byte) 0xee);
            assertEquals(0, calls.call("fd_filestat_get", fd, Calls.RESULT));
            assertArrayEquals(byPath, calls.memory.read(Calls.RESULT, 100));
        }
    }

    @ParameterizedTest
    @CsvSource({"calls-preview1, 0, 1, 2", "calls-unstable, 2, 0, 1"})
    void seeksCountFromWhereTheySay(String module, int start, int current, int end) {
        try (Calls calls = calls(module)) {
            int fd = calls.open(3, "file", Calls.RIGHTS_ALL);
            assertEquals(4, seek(calls, fd, 4, start));
            assertEquals(6, seek(calls, fd, 2, current));
            assertEquals(7, seek(calls, fd, -3, end));
            assertEquals(0, calls.call("fd_tell", fd, Calls.RESULT));
            assertEquals(7, calls.memory.readLong(Calls.RESULT));
            assertEquals(Calls.INVAL, calls.call("fd_seek", fd, 0, 3, Calls.RESULT));
            assertEquals(Calls.INVAL, calls.call("fd_seek", fd, Long.MIN_VALUE, current, Calls.RESULT));
            assertEquals(Long.MAX_VALUE, seek(calls, fd, Long.MAX_VALUE, start));
            assertEquals(Calls.INVAL, calls.call("fd_seek", fd, 1, current, Calls.RESULT));
        }
    }

    private static long seek(Calls calls, int fd, long offset, int whence) {
        assertEquals(0, calls.call("fd_seek", fd, offset, whence, Calls.RESULT));
        return calls.memory.readLong(Calls.RESULT);
    }

    @ParameterizedTest
    @CsvSource({"calls-preview1, 48, 16", "calls-unstable, 56, 24"})
    void subscriptionsHaveTheirLayoutAndEventsShareOne(String module, int bytes, int clock) {
        try (Calls calls = calls(module)) {
            int in = 10_000;
            calls.memory.fill(in, 3 * bytes, (byte) 0);
            calls.memory.writeLong(in, 0x1111);
            calls.memory.writeInt(in + clock, 1);
            calls.memory.writeLong(in + clock + 8, 1_000_000);
            calls.memory.writeLong(in + bytes, 0x2222);
            calls.memory.writeInt(in + bytes + clock, 1);
            calls.memory.writeLong(in + bytes + clock + 8, Long.MAX_VALUE);
            calls.memory.writeLong(in + 2 * bytes, 0x3333);
            calls.memory.writeInt(in + 2 * bytes + clock, 1);
            calls.memory.writeLong(in + 2 * bytes + clock + 8, 1);
            calls.memory.writeShort(in + 2 * bytes + clock + 24, (short) 1);
            // Once with the timer in the past, which is due at once, and once without it.
            int out = 20_000;
            calls.memory.fill(out, 96, (byte) 0xee);
            assertEquals(0, calls.call("poll_oneoff", in, out, 3, Calls.RESULT));
            assertEquals(1, calls.memory.readInt(Calls.RESULT));
            assertEquals(0x3333, calls.memory.readLong(out));
            assertEquals(0, calls.call("poll_oneoff", in, out, 2, Calls.RESULT));
            assertEquals(1, calls.memory.readInt(Calls.RESULT));
            assertEquals(0x1111, calls.memory.readLong(out));
            assertEquals(0, calls.memory.readShort(out + 8));
            assertEquals(0, calls.memory.readByte(out + 10));
            assertEquals((byte) 0xee, calls.memory.readByte(out + 32));
            int fd = calls.open(3, "file", Calls.RIGHTS_ALL);
            calls.memory.writeLong(in + bytes, 0x4444);
            calls.memory.writeByte(in + bytes + 8, (byte) 1);
            calls.memory.writeInt(in + bytes + 16, fd);
            assertEquals(0, calls.call("poll_oneoff", in + bytes, out, 1, Calls.RESULT));
            assertEquals(0x4444, calls.memory.readLong(out));
            assertEquals(1, calls.memory.readByte(out + 10));
            assertEquals(10, calls.memory.readLong(out + 16));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls-preview1", "calls-unstable"})
    void mountsFdstatsAndListingsHaveTheirLayout(String module) {
        try (Calls calls = calls(module)) {
            assertEquals(0, calls.call("fd_prestat_get", 3, Calls.RESULT));
            assertEquals(0, calls.memory.readByte(Calls.RESULT));
            assertEquals(5, calls.memory.readInt(Calls.RESULT + 4));
            assertEquals(0, calls.call("fd_prestat_dir_name", 3, Calls.RESULT, 5));
            assertEquals("/data", calls.memory.readString(Calls.RESULT, 5));
            assertEquals(Calls.NAMETOOLONG, calls.call("fd_prestat_dir_name", 3, Calls.RESULT, 4));
            assertEquals(Calls.BADF, calls.call("fd_prestat_get", 4, Calls.RESULT));
            assertEquals(Calls.BADF, calls.call("fd_prestat_get", 1, Calls.RESULT));
            int fd = calls.open(3, "file", 0, 2 | 4 | 8, 1);
            assertEquals(0, calls.call("fd_fdstat_get", fd, Calls.RESULT));
            assertEquals(4, calls.memory.readByte(Calls.RESULT));
            assertEquals(1, calls.memory.readShort(Calls.RESULT + 2));
            assertEquals(2 | 4 | 8, calls.memory.readLong(Calls.RESULT + 8));
            assertEquals(0, calls.call("fd_fdstat_get", 3, Calls.RESULT));
            assertEquals(3, calls.memory.readByte(Calls.RESULT));
            int out = 10_000;
            assertEquals(0, calls.call("fd_readdir", 3, out, 1000, 0, Calls.RESULT));
            assertEquals(4 * 24 + 1 + 2 + 4 + 6, calls.memory.readInt(Calls.RESULT));
            assertEquals(1, calls.memory.readLong(out));
            assertEquals(1, calls.memory.readInt(out + 16));
            assertEquals(3, calls.memory.readByte(out + 20));
            assertEquals(".", calls.memory.readString(out + 24, 1));
            assertEquals(2, calls.memory.readLong(out + 25));
            assertEquals("..", calls.memory.readString(out + 49, 2));
            assertEquals(0, calls.call("fd_readdir", 3, out, 30, 0, Calls.RESULT));
            assertEquals(30, calls.memory.readInt(Calls.RESULT));
            assertEquals(0, calls.call("fd_readdir", 3, out, 1000, 4, Calls.RESULT));
            assertEquals(0, calls.memory.readInt(Calls.RESULT));
            assertEquals(0, calls.call("fd_readdir", 3, out, 1000, -1, Calls.RESULT));
            assertEquals(0, calls.memory.readInt(Calls.RESULT));
        }
    }

    @Test
    void clocksRunAndHaveAResolution() {
        try (Calls calls = calls("calls-preview1")) {
            for (int clock = 0; clock < 4; clock++) {
                assertEquals(0, calls.call("clock_res_get", clock, Calls.RESULT));
                assertTrue(calls.memory.readLong(Calls.RESULT) > 0);
                assertEquals(0, calls.call("clock_time_get", clock, 0, Calls.RESULT));
                long first = calls.memory.readLong(Calls.RESULT);
                for (long work = 0, end = System.nanoTime() + 5_000_000; System.nanoTime() < end;) {
                    work++;
                }
                assertEquals(0, calls.call("clock_time_get", clock, 0, Calls.RESULT));
                assertTrue(calls.memory.readLong(Calls.RESULT) > first, "clock " + clock);
            }
            assertEquals(0, calls.call("clock_time_get", 0, 0, Calls.RESULT));
            assertTrue(Math.abs(calls.memory.readLong(Calls.RESULT) / 1_000_000 - System.currentTimeMillis()) < 10_000);
            assertEquals(Calls.INVAL, calls.call("clock_time_get", 4, 0, Calls.RESULT));
            assertEquals(Calls.INVAL, calls.call("clock_res_get", -1, Calls.RESULT));
        }
    }

    @Test
    void thereAreNoSockets() {
        try (Calls calls = calls("calls-preview1")) {
            for (int fd : new int[] {0, 1, 3}) {
                assertEquals(Calls.NOTSOCK, calls.call("sock_shutdown", fd, 1));
                assertEquals(Calls.NOTSOCK, calls.call("sock_accept", fd, 0, Calls.RESULT));
                assertEquals(Calls.NOTSOCK, calls.call("sock_send", fd, 0, 0, 0, Calls.RESULT));
                assertEquals(Calls.NOTSOCK, calls.call("sock_recv", fd, 0, 0, 0, Calls.RESULT, Calls.RESULT));
            }
            assertEquals(Calls.BADF, calls.call("sock_shutdown", 99, 1));
        }
    }

    @Test
    void signalsEndTheGuestOrDoNot() {
        try (Calls calls = calls("calls-preview1")) {
            assertEquals(0, calls.call("proc_raise", 0));
            assertEquals(0, calls.call("proc_raise", 16));
            assertEquals(Calls.NOTSUP, calls.call("proc_raise", 18));
            assertEquals(Calls.INVAL, calls.call("proc_raise", 31));
            assertEquals(128 + 6, assertThrows(GuestExit.class, () -> calls.call("proc_raise", 6)).code());
            assertEquals(-1, assertThrows(GuestExit.class, () -> calls.call("proc_exit", -1)).code());
            assertEquals(0, calls.call("sched_yield"));
        }
    }

    private Calls calls(String module) {
        return new Calls(module, g -> g.mount(temp, "/data", true));
    }
}
