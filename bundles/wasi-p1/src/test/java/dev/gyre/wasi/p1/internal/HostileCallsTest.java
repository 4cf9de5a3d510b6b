package dev.gyre.wasi.p1.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** Attack list D, 25, and bad pointers. */
class HostileCallsTest {
    @TempDir
    Path temp;
    private Calls calls;

    @BeforeEach
    void prepare() throws IOException {
        Files.writeString(temp.resolve("file"), "0123456789");
        Files.createSymbolicLink(temp.resolve("link"), Path.of("file"));
        calls = new Calls("calls-preview1", g -> {
            g.mount(temp, "/data", true);
            g.environment.put("A", "B");
        });
    }

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void aBadPointerFaultsAndNothingIsDone() throws IOException {
        int fd = calls.open(3, "file", Calls.RIGHTS_ALL);
        int path = Calls.PATH;
        int length = calls.put(path, "new");
        int link = Calls.SECOND_PATH;
        calls.put(link, "link");
        calls.buffer(3000, 4000, 4);
        int end = (int) (calls.memory.pages() << 16);
        calls.buffer(3100, end - 2, 4);
        calls.buffer(3200, 4000, -1);
        calls.buffer(3300, -1, 4);
        long all = Calls.RIGHTS_ALL;
        Map<String, long[][]> cases = new TreeMap<>(Map.ofEntries(
                Map.entry("args_get", new long[][] {{end, 0}, {0, end}, {-4, 0}}),
                Map.entry("args_sizes_get", new long[][] {{end, 0}, {0, end - 3}}),
                Map.entry("environ_get", new long[][] {{end, 0}, {0, end}, {-4, 0}}),
                Map.entry("environ_sizes_get", new long[][] {{end, 0}, {0, end - 3}}),
                Map.entry("clock_res_get", new long[][] {{0, end}, {0, end - 7}, {0, -1}}),
                Map.entry("clock_time_get", new long[][] {{0, 0, end}, {0, 0, -8}}),
                Map.entry("fd_fdstat_get", new long[][] {{fd, end - 23}}),
                Map.entry("fd_filestat_get", new long[][] {{fd, end - 63}, {3, end}}),
                Map.entry("fd_prestat_get", new long[][] {{3, end - 7}}),
                Map.entry("fd_prestat_dir_name", new long[][] {{3, end, 5}, {3, 0, -1}}),
                Map.entry("fd_read", new long[][] {{fd, end, 1, 0}, {fd, 3100, 1, 0}, {fd, 3200, 1, 0}, {fd, 3300, 1, 0}, {fd, 3000, 1, end},
                    {0, 3000, 1, end}}),
                Map.entry("fd_write", new long[][] {{1, end - 7, 1, 0}, {1, 3100, 1, 0}, {1, 3200, 1, 0}, {1, 3300, 1, 0}, {1, 3000, 1, end - 3},
                    {fd, 3000, 1, end}, {fd, 3100, 1, 0}}),
                Map.entry("fd_pread", new long[][] {{fd, end, 1, 0, 0}, {fd, 3100, 1, 0, 0}, {fd, 3000, 1, 0, end}}),
                Map.entry("fd_pwrite", new long[][] {{fd, end, 1, 0, 0}, {fd, 3100, 1, 0, 0}, {fd, 3000, 1, 0, end}}),
                Map.entry("fd_readdir", new long[][] {{3, end, 100, 0, 0}, {3, 0, -1, 0, 0}, {3, 0, 100, 0, end}}),
                Map.entry("fd_seek", new long[][] {{fd, 5, 0, end - 7}}),
                Map.entry("fd_tell", new long[][] {{fd, end}}),
                Map.entry("path_create_directory", new long[][] {{3, end - 2, 3}, {3, -1, 3}, {3, 0, -1}}),
                Map.entry("path_filestat_get", new long[][] {{3, 0, end, 4, 0}, {3, 0, path, length, end - 63}}),
                Map.entry("path_filestat_set_times", new long[][] {{3, 0, end - 3, 4, 0, 0, 0}}),
                Map.entry("path_link", new long[][] {{3, 0, end, 4, 3, path, length}, {3, 0, link, 4, 3, end, 3}}),
                Map.entry("path_open", new long[][] {{3, 0, end, 3, Calls.CREAT, all, all, 0, 0}, {3, 0, path, length, Calls.CREAT, all, all, 0, end - 3}}),
                Map.entry("path_readlink", new long[][] {{3, end, 4, 0, 10, 0}, {3, link, 4, end - 9, 10, 0}, {3, link, 4, 0, 10, end}, {3, link, 4, 0, -1, 0}}),
                Map.entry("path_remove_directory", new long[][] {{3, end, 1}}),
                Map.entry("path_rename", new long[][] {{3, link, 4, 3, end, 4}, {3, end, 4, 3, path, length}}),
                Map.entry("path_symlink", new long[][] {{end, 1, 3, path, length}, {path, length, 3, end, 1}}),
                Map.entry("path_unlink_file", new long[][] {{3, end, 4}}),
                Map.entry("poll_oneoff", new long[][] {{end - 47, 0, 1, 0}, {0, end - 31, 1, 0}, {0, 0, 1, end}, {0, 0, 4096, 0}}),
                Map.entry("random_get", new long[][] {{end, 1}, {0, -1}, {end - 9, 10}})));
        byte[] before = calls.memory.read(0, end);
        Map<String, String> files = files();
        cases.forEach((function, arguments) -> {
            for (long[] args : arguments) {
                assertEquals(Calls.FAULT, calls.call(function, args), () -> function + java.util.Arrays.toString(args));
            }
        });
        org.junit.jupiter.api.Assertions.assertArrayEquals(before, calls.memory.read(0, end));
        assertEquals(files, files());
        assertEquals("", calls.guest.output());
        assertEquals(fd + 1, calls.open(3, "file", Calls.RIGHTS_ALL), "a failed open must not keep a descriptor");
        assertEquals(0, calls.call("fd_tell", fd, Calls.RESULT));
        assertEquals(0, calls.memory.readLong(Calls.RESULT));
    }

    @Test
    void noArgumentsMakeAnythingButAnErrno() throws IOException {
        List<ExportType> functions = calls.instance.instance.module().exports().stream().filter(e -> e.type() instanceof ExternType.Func).toList();
        assertEquals(46, functions.size());
        Random random = new Random(7);
        int[] interesting = {0, 1, 2, 3, 4, 5, 8, 16, 100, 1024, 2048, 65535, 131071, 131072, -1, -2, Integer.MIN_VALUE, Integer.MAX_VALUE};
        for (int round = 0; round < 400; round++) {
            for (ExportType export : functions) {
                CoreFunction function = calls.instance.instance.function(export.name()).orElseThrow();
                long[] args = function.type().params().stream()
                        .mapToLong(t -> t == ValueType.I32 || random.nextBoolean() ? interesting[random.nextInt(interesting.length)] : random.nextLong())
                        .toArray();
                // A guest may wait and empty its own memory; the test has better things to do.
                if (export.name().equals("random_get") || export.name().equals("fd_allocate") || export.name().equals("fd_filestat_set_size")) {
                    args[1] = Math.min(args[1], 4096);
                }
                calls.guest.remainingNanos = 1000;
                try {
                    long[] result = function.call(args);
                    assertTrue(result.length == 0 || result[0] >= 0 && result[0] <= 76, export.name());
                } catch (GuestExit e) {
                    assertTrue(export.name().startsWith("proc_"), export.name());
                } catch (TrapException e) {
                    assertEquals("poll_oneoff", export.name());
                    assertEquals(TrapKind.DEADLINE, e.kind());
                }
            }
        }
        assertEquals(0, calls.call("sched_yield"));
    }

    @Test
    void listsAreBounded() {
        int end = (int) (calls.memory.pages() << 16);
        assertEquals(Calls.INVAL, calls.call("fd_write", 1, 0, 1025, Calls.RESULT));
        assertEquals(Calls.INVAL, calls.call("fd_write", 1, 0, -1, Calls.RESULT));
        assertEquals(Calls.INVAL, calls.call("fd_write", 1, 0, Integer.MAX_VALUE, Calls.RESULT));
        assertEquals(Calls.INVAL, calls.call("poll_oneoff", 0, 0, 0, Calls.RESULT));
        assertEquals(Calls.INVAL, calls.call("poll_oneoff", 0, 0, 4097, Calls.RESULT));
        assertEquals(Calls.INVAL, calls.call("poll_oneoff", 0, 0, -1, Calls.RESULT));
        assertEquals(Calls.NAMETOOLONG, calls.call("path_unlink_file", 3, 0, 5000));
        assertEquals(0, calls.instance.instance.memory("memory").orElseThrow().readInt(end - 4));
        // A thousand times the whole of a large memory are more than a result can say.
        assertEquals(2, calls.memory.grow(1022));
        for (int i = 0; i < 1024; i++) {
            calls.buffer(8 * i, 0, 64 << 20);
        }
        assertEquals(Calls.INVAL, calls.call("fd_write", 1, 0, 1024, 9000));
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        calls.memory.write(Calls.PATH, new byte[] {'a', (byte) 0xff});
        assertEquals(Calls.ILSEQ, calls.call("path_create_directory", 3, Calls.PATH, 2));
        calls.memory.write(Calls.PATH, new byte[] {(byte) 0xc0, (byte) 0xaf});
        assertEquals(Calls.ILSEQ, calls.call("path_create_directory", 3, Calls.PATH, 2));
        calls.memory.write(Calls.PATH, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
        assertEquals(Calls.ILSEQ, calls.call("path_unlink_file", 3, Calls.PATH, 3));
    }

    @Test
    void flagsThatAreNotDefinedAreRefused() {
        int length = calls.put(Calls.PATH, "file");
        int fd = calls.open(3, "file", Calls.RIGHTS_ALL);
        assertEquals(Calls.INVAL, calls.tryOpen(3, "file", 16, 2, 0));
        assertEquals(Calls.INVAL, calls.tryOpen(3, "file", 0, 2, 32));
        assertEquals(Calls.INVAL, calls.call("path_filestat_get", 3, 2, Calls.PATH, length, Calls.RESULT));
        assertEquals(Calls.INVAL, calls.call("fd_fdstat_set_flags", fd, 64));
        assertEquals(Calls.NOTSUP, calls.call("fd_fdstat_set_flags", fd, 16));
        assertEquals(Calls.INVAL, calls.call("fd_filestat_set_times", fd, 0, 0, 16));
        assertEquals(Calls.INVAL, calls.call("fd_filestat_set_times", fd, -1, 0, 1));
        assertEquals(Calls.INVAL, calls.call("fd_advise", fd, 0, 0, 6));
        assertEquals(Calls.INVAL, calls.call("path_link", 3, 1, Calls.PATH, length, 3, Calls.PATH, length));
    }

    @Test
    void descriptorsRunOutForTheGuestAlone() throws IOException {
        int last = 3;
        int error;
        while ((error = calls.tryOpen(3, "file", 0, 2, 0)) == 0) {
            last = calls.memory.readInt(Calls.RESULT);
        }
        assertEquals(Calls.MFILE, error);
        assertEquals(1023, last);
        assertEquals(Calls.MFILE, calls.tryOpen(3, "new", Calls.CREAT, Calls.RIGHTS_ALL, 0));
        assertTrue(Files.notExists(temp.resolve("new")));
        assertEquals(0, calls.call("fd_close", 500));
        assertEquals(500, calls.open(3, "file", 2));
        for (int i = 0; i < 5000; i++) {
            assertEquals(0, calls.call("fd_renumber", 500, 501));
            assertEquals(500, calls.open(3, "file", 2));
        }
    }

    @Test
    void renumberingTouchesOnlyWhatIsOpen() {
        int fd = calls.open(3, "file", Calls.RIGHTS_ALL);
        for (int to : new int[] {fd + 1, 1023, 1024, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
            assertEquals(Calls.BADF, calls.call("fd_renumber", fd, to));
            assertEquals(Calls.BADF, calls.call("fd_renumber", to, fd));
        }
        assertEquals(0, calls.call("fd_renumber", fd, fd));
        assertEquals(0, calls.call("fd_renumber", fd, 1));
        assertEquals(0, calls.write(1, "into the file"));
        assertEquals("", calls.guest.output());
        assertEquals(0, calls.call("fd_renumber", 1, 3));
        assertEquals(Calls.BADF, calls.call("fd_prestat_get", 3, Calls.RESULT));
        assertEquals(Calls.NOTDIR, calls.tryOpen(3, "file", 0, 2, 0));
    }

    @Test
    void rightsOnlyShrink() {
        int fd = calls.open(3, "file", Calls.RIGHTS_ALL);
        assertEquals(0, calls.write(fd, "x"));
        assertEquals(0, calls.call("fd_fdstat_set_rights", fd, 2, 0));
        assertEquals(Calls.NOTCAPABLE, calls.write(fd, "x"));
        assertEquals(Calls.NOTCAPABLE, calls.call("fd_seek", fd, 0, 0, Calls.RESULT));
        assertEquals(Calls.NOTCAPABLE, calls.call("fd_filestat_set_size", fd, 0));
        assertEquals(Calls.NOTCAPABLE, calls.call("fd_fdstat_set_rights", fd, 3, 0));
        assertEquals(0, calls.call("fd_fdstat_set_rights", 3, 1 << 13, 2));
        int limited = calls.open(3, "file", Calls.RIGHTS_ALL);
        assertEquals(0, calls.call("fd_fdstat_get", limited, Calls.RESULT));
        assertEquals(2, calls.memory.readLong(Calls.RESULT + 8));
        assertEquals(Calls.NOTCAPABLE, calls.tryOpen(3, "new", Calls.CREAT, 2, 0));
        assertEquals(Calls.NOTCAPABLE, calls.tryOpen(3, "file", Calls.TRUNC, 2, 0));
        assertEquals(Calls.NOTCAPABLE, calls.call("path_unlink_file", 3, Calls.PATH, 4));
    }

    @Test
    void kindsAreNotMixedUp() {
        int file = calls.open(3, "file", Calls.RIGHTS_ALL);
        int folder = calls.open(3, ".", 0, Calls.RIGHTS_FOLDER, 0);
        calls.buffer(3000, 4000, 4);
        for (int fd : new int[] {3, folder}) {
            assertEquals(Calls.ISDIR, calls.call("fd_read", fd, 3000, 1, Calls.RESULT));
            assertEquals(Calls.ISDIR, calls.call("fd_write", fd, 3000, 1, Calls.RESULT));
            assertEquals(Calls.ISDIR, calls.call("fd_seek", fd, 0, 0, Calls.RESULT));
            assertEquals(Calls.ISDIR, calls.call("fd_filestat_set_size", fd, 0));
        }
        assertEquals(Calls.NOTDIR, calls.call("fd_readdir", file, 4000, 100, 0, Calls.RESULT));
        assertEquals(Calls.NOTDIR, calls.call("fd_readdir", 0, 4000, 100, 0, Calls.RESULT));
        assertEquals(Calls.NOTDIR, calls.call("path_unlink_file", file, Calls.PATH, 4));
        assertEquals(Calls.BADF, calls.call("fd_read", 1, 3000, 1, Calls.RESULT));
        assertEquals(Calls.BADF, calls.call("fd_write", 0, 3000, 1, Calls.RESULT));
        assertEquals(Calls.SPIPE, calls.call("fd_seek", 1, 0, 0, Calls.RESULT));
        assertEquals(Calls.SPIPE, calls.call("fd_pwrite", 1, 3000, 1, 0, Calls.RESULT));
        assertEquals(Calls.INVAL, calls.call("fd_pread", file, 3000, 1, -1, Calls.RESULT));
    }

    @Test
    void randomBytesFillExactlyWhatWasAskedFor() {
        int length = 100_001;
        calls.memory.fill(1000, length + 2, (byte) 0);
        assertEquals(0, calls.call("random_get", 1001, length));
        assertEquals(0, calls.memory.readByte(1000));
        assertEquals(0, calls.memory.readByte(1001 + length));
        byte[] bytes = calls.memory.read(1001, length);
        int[] counts = new int[256];
        for (byte b : bytes) {
            counts[b & 0xff]++;
        }
        for (int count : counts) {
            assertTrue(count > 200 && count < 600, "no even distribution: " + count);
        }
        assertEquals(0, calls.call("random_get", 0, 0));
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(temp)) {
            for (Path p : new ArrayList<>(files.toList())) {
                all.put(p.toString(), Files.isRegularFile(p) ? Files.readString(p) : "");
            }
        }
        return all;
    }
}
