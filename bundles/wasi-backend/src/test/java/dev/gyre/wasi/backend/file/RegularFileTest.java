package dev.gyre.wasi.backend.file;

import static dev.gyre.wasi.backend.file.MountFixture.CREATE;
import static dev.gyre.wasi.backend.file.MountFixture.READ;
import static dev.gyre.wasi.backend.file.MountFixture.bytes;
import static dev.gyre.wasi.backend.file.MountFixture.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.file.OpenRequest.Sync;

class RegularFileTest {
    @TempDir
    Path temp;
    private MountFixture fixture;
    private Directory root;

    @BeforeEach
    void prepare() throws IOException {
        fixture = new MountFixture(temp);
        root = fixture.open(true);
    }

    @AfterEach
    void closeRoot() {
        root.close();
    }

    @Test
    void eventsThatAppendAtOnceLoseNothing() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String line = "line of " + t + "\n";
            threads.add(Thread.ofVirtual().start(() -> {
                try (Directory own = fixture.open(true); RegularFile log = (RegularFile) own.open("log", CREATE)) {
                    for (int i = 0; i < 200; i++) {
                        log.append(bytes(line));
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> lines = Files.readAllLines(fixture.mount.resolve("log"));
        assertEquals(800, lines.size());
        assertEquals(4, lines.stream().distinct().count());
    }

    @Test
    void sizesCanBeSetAndAllocated() {
        try (RegularFile file = (RegularFile) root.open("new", CREATE)) {
            file.write(bytes("0123456789"), 0);
            file.setSize(4);
            assertEquals(4, file.size());
            file.setSize(1L << 33);
            assertEquals(1L << 33, file.size());
            file.setSize(6);
            ByteBuffer buffer = ByteBuffer.allocate(10);
            assertEquals(6, file.read(buffer, 0));
            assertEquals("0123\0\0", new String(buffer.array(), 0, 6, java.nio.charset.StandardCharsets.US_ASCII));
            file.allocate(2, 2);
            assertEquals(6, file.size());
            file.allocate(5, 5);
            assertEquals(10, file.size());
            fails(WasiError.FILE_TOO_LARGE, () -> file.setSize(-1));
            fails(WasiError.FILE_TOO_LARGE, () -> file.allocate(Long.MAX_VALUE, 1));
            fails(WasiError.INVALID, () -> file.allocate(-1, 1));
            fails(WasiError.INVALID, () -> file.allocate(0, 0));
            fails(WasiError.INVALID, () -> file.write(bytes("x"), -1));
            fails(WasiError.INVALID, () -> file.read(ByteBuffer.allocate(1), -1));
            file.sync(true);
            file.sync(false);
        }
    }

    @Test
    void aFileKeepsItsIdentityWhenItLosesItsName() {
        try (RegularFile file = (RegularFile) root.open("new", CREATE)) {
            file.write(bytes("123"), 0);
            FileStat named = file.stat();
            assertEquals(1, named.links());
            root.createLink("new", root, "second");
            assertEquals(2, file.stat().links());
            root.unlinkFile("second");
            root.unlinkFile("new");
            root.open("new", CREATE).close();
            file.write(bytes("45"), 3);
            FileStat unnamed = file.stat();
            assertEquals(named.inode(), unnamed.inode());
            assertEquals(0, unnamed.links());
            assertEquals(5, unnamed.size());
            assertNotEquals(root.stat("new", true).inode(), unnamed.inode());
            fails(WasiError.NO_ENTRY, () -> file.setTimes(OptionalLong.of(1), OptionalLong.of(1)));
            assertNotEquals(1, root.stat("new", true).modified());
        }
    }

    @Test
    void timesAreSetToTheNanosecondAndOneAtATime() throws IOException {
        fixture.link("link", "file");
        FileStat before = root.stat("file", true);
        root.setTimes("link", false, OptionalLong.empty(), OptionalLong.of(123_456_789_123_456_789L));
        assertEquals(123_456_789_123_456_789L, root.stat("link", false).modified());
        assertEquals(before.modified(), root.stat("file", true).modified());
        root.setTimes("link", true, OptionalLong.of(987_654_321L), OptionalLong.empty());
        assertEquals(987_654_321L, root.stat("file", true).accessed());
        assertEquals(before.modified(), root.stat("file", true).modified());
        try (RegularFile file = (RegularFile) root.open("file", READ)) {
            file.setTimes(OptionalLong.of(1), OptionalLong.of(2));
            assertEquals(1, file.stat().accessed());
            assertEquals(2, file.stat().modified());
        }
        root.setTimes(OptionalLong.empty(), OptionalLong.of(77));
        assertEquals(77, root.stat().modified());
    }

    @Test
    void whatIsNotAskedForIsNotPossible() {
        try (RegularFile reader = (RegularFile) root.open("file", READ);
                RegularFile writer = (RegularFile) root.open("file", MountFixture.WRITE);
                RegularFile neither = (RegularFile) root.open("file", new OpenRequest(true, true, false, true, false, false, false, Sync.ALL))) {
            fails(WasiError.BAD_DESCRIPTOR, () -> reader.write(bytes("x"), 0));
            fails(WasiError.BAD_DESCRIPTOR, () -> writer.read(ByteBuffer.allocate(1), 0));
            fails(WasiError.BAD_DESCRIPTOR, () -> neither.write(bytes("x"), 0));
            fails(WasiError.BAD_DESCRIPTOR, () -> neither.setSize(1));
            fails(WasiError.BAD_DESCRIPTOR, () -> neither.read(ByteBuffer.allocate(1), 0));
            assertEquals(0, neither.size());
        }
    }

    @Test
    void openingFailsAsOnUnix() {
        record Case(WasiError error, String path, boolean create, boolean exclusive, boolean truncate, boolean directory, boolean write) {
        }
        for (Case c : List.of(
                new Case(WasiError.NO_ENTRY, "none", false, false, false, false, false),
                new Case(WasiError.NO_ENTRY, "none/x", true, false, false, false, true),
                new Case(WasiError.EXISTS, "file", true, true, false, false, true),
                new Case(WasiError.EXISTS, "dir", true, true, false, false, true),
                new Case(WasiError.IS_DIRECTORY, "dir", true, false, false, false, true),
                new Case(WasiError.IS_DIRECTORY, "dir", false, false, false, false, true),
                new Case(WasiError.IS_DIRECTORY, "dir", false, false, true, false, false),
                new Case(WasiError.IS_DIRECTORY, ".", false, false, false, true, true),
                new Case(WasiError.NOT_DIRECTORY, "file", false, false, false, true, false),
                new Case(WasiError.INVALID, "new", true, false, false, true, false))) {
            fails(c.error(), c.toString(),
                    () -> root.open(c.path(), new OpenRequest(true, c.create(), c.exclusive(), c.truncate(), c.directory(), true, c.write(), Sync.NONE)));
        }
    }
}
