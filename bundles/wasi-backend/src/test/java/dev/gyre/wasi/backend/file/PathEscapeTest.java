package dev.gyre.wasi.backend.file;

import static dev.gyre.wasi.backend.file.MountFixture.FOLDER;
import static dev.gyre.wasi.backend.file.MountFixture.READ;
import static dev.gyre.wasi.backend.file.MountFixture.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.WasiException;

/** Attack list D, 23. Each test runs with and without the JDK's secure directory streams. */
class PathEscapeTest {
    @TempDir
    Path temp;
    private MountFixture fixture;

    @BeforeEach
    void prepare() throws IOException {
        fixture = new MountFixture(temp);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pathsThatLeadOutAreRefused(boolean secure) throws IOException {
        fixture.link("up", "..");
        fixture.link("up-slash", "../");
        fixture.link("secret-link", "../secret");
        fixture.link("absolute", fixture.outside.resolve("secret").toString());
        fixture.link("absolute-dir", fixture.outside.toString());
        fixture.link("root", "/");
        fixture.link("inside-absolute", fixture.mount.resolve("file").toString());
        fixture.link("dir/up-twice", "../..");
        fixture.link("chain1", "chain2");
        fixture.link("chain2", "dir/up-twice/secret");
        fixture.link("beside", "../mount-beside/secret");
        fixture.link("through", "dir/nested/../../../secret");
        List<String> escapes = List.of("..", "../", "../secret", "/", "/etc/passwd", "//etc/passwd", "dir/../..", "dir/../../secret",
                "dir/nested/../../../secret", "./../secret", "dir/./.././../secret", "../mount/file", "../mount-beside/secret",
                "up/secret", "up", "up/", "up/.", "up-slash", "up-slash/secret", "secret-link", "absolute", "absolute/", "absolute-dir",
                "absolute-dir/", "absolute-dir/secret", "root", "root/", "root/etc/passwd", "inside-absolute", "dir/up-twice/secret",
                "dir/up-twice/", "chain1", "chain2", "beside", "through", "dir/nested/../../up/secret", "up/mount/file");
        try (Directory root = open(secure, true)) {
            for (String path : escapes) {
                fails(WasiError.NOT_PERMITTED, "open " + path, () -> root.open(path, READ));
                fails(WasiError.NOT_PERMITTED, "opendir " + path, () -> root.open(path, FOLDER));
                fails(WasiError.NOT_PERMITTED, "stat " + path, () -> root.stat(path, true));
            }
        }
        assertEquals("secret", Files.readString(fixture.outside.resolve("secret")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void changesThatLeadOutAreRefused(boolean secure) throws IOException {
        fixture.link("up", "..");
        fixture.link("absolute-dir", fixture.outside.toString());
        try (Directory root = open(secure, true)) {
            for (String prefix : List.of("../", "/", "up/", "absolute-dir/", "dir/../../", fixture.outside + "/")) {
                String secret = prefix + "secret";
                String made = prefix + "made";
                fails(WasiError.NOT_PERMITTED, secret, () -> root.unlinkFile(secret));
                fails(WasiError.NOT_PERMITTED, secret, () -> root.removeDirectory(prefix + "mount-beside"));
                fails(WasiError.NOT_PERMITTED, secret, () -> root.rename(secret, root, "stolen"));
                fails(WasiError.NOT_PERMITTED, secret, () -> root.rename("file", root, made));
                fails(WasiError.NOT_PERMITTED, secret, () -> root.createLink(secret, root, "stolen"));
                fails(WasiError.NOT_PERMITTED, secret, () -> root.createLink("file", root, made));
                fails(WasiError.NOT_PERMITTED, secret, () -> root.createSymbolicLink("file", made));
                fails(WasiError.NOT_PERMITTED, secret, () -> root.createDirectory(made));
                fails(WasiError.NOT_PERMITTED, secret, () -> root.readSymbolicLink(secret));
                fails(WasiError.NOT_PERMITTED, secret, () -> root.open(made, MountFixture.CREATE));
                fails(WasiError.NOT_PERMITTED, secret,
                        () -> root.setTimes(secret, true, java.util.OptionalLong.of(1), java.util.OptionalLong.of(1)));
            }
            fails(WasiError.NOT_PERMITTED, () -> root.createSymbolicLink("/etc/passwd", "link"));
        }
        assertEquals("secret", Files.readString(fixture.outside.resolve("secret")));
        try (var left = Files.list(fixture.outside)) {
            assertEquals(3, left.count());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void linksOutOfTheMountCanBeMadeButLeadNowhere(boolean secure) throws IOException {
        try (Directory root = open(secure, true)) {
            root.createSymbolicLink("../secret", "out");
            assertEquals("../secret", root.readSymbolicLink("out"));
            fails(WasiError.NOT_PERMITTED, () -> root.open("out", READ));
            fails(WasiError.NOT_PERMITTED, () -> root.open("out", MountFixture.CREATE));
            root.createSymbolicLink("../made", "dangling");
            fails(WasiError.NOT_PERMITTED, () -> root.open("dangling", MountFixture.CREATE));
            assertTrue(Files.notExists(fixture.outside.resolve("made")));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFolderIsTheRootOfWhatIsOpenedFromIt(boolean secure) throws IOException {
        fixture.link("dir/up", "../file");
        try (Directory root = open(secure, true); Directory dir = (Directory) root.open("dir", FOLDER)) {
            assertEquals("content", MountFixture.read(root.open("dir/up", READ)));
            fails(WasiError.NOT_PERMITTED, () -> dir.open("../file", READ));
            fails(WasiError.NOT_PERMITTED, () -> dir.open("up", READ));
            assertEquals("nested", MountFixture.read(dir.open("nested/../nested/file", READ)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void pathsThatStayInsideWork(boolean secure) throws IOException {
        fixture.link("to-dir", "dir");
        fixture.link("to-dir-slash", "dir/");
        fixture.link("to-file", "dir/nested/file");
        fixture.link("dir/round", "../dir/./nested//../nested");
        Map<String, String> good = Map.of("file", "content", "./file", "content", "dir/.//nested/../../dir/nested/../nested///./file", "nested",
                "to-dir/nested/file", "nested", "to-dir-slash/nested/file", "nested", "to-file", "nested", "dir/round/file", "nested",
                "to-dir/../file", "content");
        try (Directory root = open(secure, false)) {
            good.forEach((path, content) -> assertEquals(content, MountFixture.read(root.open(path, READ)), path));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTrailingSlashMeansAFolder(boolean secure) throws IOException {
        fixture.link("to-dir", "dir");
        fixture.link("to-file", "file");
        OpenRequest noFollow = new OpenRequest(false, false, false, false, false, true, false, OpenRequest.Sync.NONE);
        try (Directory root = open(secure, true)) {
            fails(WasiError.NOT_DIRECTORY, () -> root.open("file/", READ));
            fails(WasiError.NOT_DIRECTORY, () -> root.open("to-file/", READ));
            fails(WasiError.NOT_DIRECTORY, () -> root.open("file/.", READ));
            fails(WasiError.NOT_DIRECTORY, () -> root.open("file/x", READ));
            fails(WasiError.LOOP, () -> root.open("to-dir", noFollow));
            root.open("to-dir/", noFollow).close();
            assertEquals(FileKind.SYMBOLIC_LINK, root.stat("to-dir", false).kind());
            assertEquals(FileKind.DIRECTORY, root.stat("to-dir/", false).kind());
            fails(WasiError.NOT_DIRECTORY, () -> root.unlinkFile("to-file/"));
            fails(WasiError.NOT_DIRECTORY, () -> root.unlinkFile("to-dir/"));
            fails(WasiError.NOT_DIRECTORY, () -> root.removeDirectory("to-dir/"));
            fails(WasiError.IS_DIRECTORY, () -> root.open("new/", MountFixture.CREATE));
            assertTrue(Files.isDirectory(fixture.mount.resolve("dir/nested")));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void loopsAndMonstersEnd(boolean secure) throws IOException {
        fixture.link("self", "self");
        fixture.link("a", "b");
        fixture.link("b", "a");
        fixture.link("deeper", "deeper/x");
        Files.createSymbolicLink(fixture.mount.resolve("bomb0"), Path.of("dir"));
        for (int i = 1; i < 30; i++) {
            fixture.link("bomb" + i, ("bomb" + (i - 1) + "/../").repeat(8) + "bomb" + (i - 1));
        }
        try (Directory root = open(secure, true)) {
            for (String path : List.of("self", "self/", "a", "b/x", "deeper", "bomb29", "bomb29/x")) {
                fails(WasiError.LOOP, path, () -> root.stat(path, true));
            }
            fails(WasiError.NAME_TOO_LONG, () -> root.stat("x".repeat(5000), true));
            fails(WasiError.NAME_TOO_LONG, () -> root.stat("x".repeat(300), true));
            fails(WasiError.NO_ENTRY, () -> root.stat("", true));
            fails(WasiError.INVALID, () -> root.stat("file\0", true));
            fails(WasiError.INVALID, () -> root.createSymbolicLink("a\0b", "link"));
            assertEquals(FileKind.DIRECTORY, root.stat("dir/../".repeat(500), true).kind());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void specialFilesAreNotOpened(boolean secure) throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", fixture.mount.resolve("pipe").toString()).start().waitFor());
        try (Directory root = open(secure, true)) {
            assertEquals(FileKind.OTHER, root.stat("pipe", true).kind());
            fails(WasiError.ACCESS, () -> root.open("pipe", READ));
            fails(WasiError.ACCESS, () -> root.open("pipe", MountFixture.WRITE));
            fails(WasiError.NOT_DIRECTORY, () -> root.open("pipe/x", READ));
            fails(WasiError.NOT_DIRECTORY, () -> root.open("pipe", FOLDER));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noWalkLeavesAFolderOpen(boolean secure) throws IOException {
        fixture.link("self", "self");
        try (Directory root = open(secure, true)) {
            long before = openFiles();
            for (int i = 0; i < 200; i++) {
                for (String path : List.of("dir/nested/none", "dir/nested/../..", "dir/nested/../../..", "dir/file/x", "self", "dir/nested/file/x")) {
                    try {
                        root.stat(path, true);
                    } catch (WasiException e) {
                        // most of them do
                    }
                }
                root.open("dir/nested/file", READ).close();
                root.open("dir/nested", FOLDER).close();
                root.list().get(2);
            }
            assertTrue(openFiles() < before + 20, () -> "descriptors before: " + before + ", now: " + openFiles());
        }
    }

    private static long openFiles() {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Directory open(boolean secure, boolean writable) throws IOException {
        return secure ? fixture.open(writable) : fixture.openPortable(writable);
    }
}
