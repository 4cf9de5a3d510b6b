package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as guests see them: what the manifest names, nothing else, and read-only unless the user says otherwise. */
class WagiFilesE2E {
    @TempDir
    static Path folder;

    @TempDir
    static Path writableFolder;

    private static App app;
    private static Gyre gyre;

    @BeforeAll
    static void serve() throws IOException {
        app = application(folder);
        gyre = app.up();
    }

    private static App application(Path at) throws IOException {
        App app = App.in(at).wagi("files", "wagi-fs.wasm", "/files", "files = [\"notes/**/*.txt\", { source = \"data\", destination = \"/mounted/here\" }]")
                .wagi("none", "wagi-fs.wasm", "/none").wagi("other", "wagi-fs.wasm", "/other", "files = [\"notes/a.txt\"]")
                .wagi("old", "wagi-unstable.wasm", "/old", "files = [\"note.txt\"]", "environment = { A = \"b\" }");
        app.file("notes/a.txt", "a\n").file("notes/deep/b.txt", "bb\n").file("notes/secret.md", "secret\n").file("data/one", "1\n")
                .file("data/sub/two", "2\n").file("note.txt", "0123456789\n");
        Files.createSymbolicLink(at.resolve("data/inside"), Path.of("one"));
        return app;
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    /** Runs operations of the guest; each gives a line. */
    private static List<String> run(Gyre on, String path, String operations) throws IOException {
        Wire.Answer answer = Wire.exchange(on.address(), "GET " + path + "?" + operations + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertEquals(200, answer.status(), on::output);
        return answer.text().lines().map(l -> l.substring(l.indexOf(" -> ") + 4).strip()).toList();
    }

    private static List<String> run(String path, String operations) throws IOException {
        return run(gyre, path, operations);
    }

    @Test
    void whatTheManifestNamesIsThereAndNothingElse() throws IOException {
        assertEquals(List.of("ok 3=/"), run("/files", "preopens"));
        assertEquals(List.of("ok"), run("/none", "preopens"));
        assertEquals(List.of("ok a\\x0a", "ok bb\\x0a", "ENOENT", "ok 1\\x0a", "ok 2\\x0a", "ENOENT"),
                run("/files", "cat:notes/a.txt;cat:notes/deep/b.txt;cat:notes/secret.md;cat:mounted/here/one;cat:mounted/here/sub/two;cat:spin.toml"));
        assertEquals(List.of("ok a\\x0a", "ENOENT", "ENOENT"), run("/other", "cat:notes/a.txt;cat:notes/deep/b.txt;cat:mounted/here/one"));
        assertEquals(List.of("EBADF"), run("/none", "cat:notes/a.txt"));
    }

    @Test
    void linksThatStayInsideAreTheFilesTheyStandFor() throws IOException {
        assertEquals(List.of("ok 1\\x0a"), run("/files", "cat:mounted/here/inside"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../..", "../spin.toml", "notes/../../spin.toml", "/etc/passwd", "/", "notes/../..", "mounted/here/../../../gyre.toml",
        "%2e%2e/spin.toml", "./../spin.toml", "notes/deep/../../../../../../../../etc/passwd"})
    void noPathLeadsOut(String path) throws IOException {
        for (String operation : List.of("cat:" + path, "stat:" + path, "lstat:" + path, "ls:" + path, "readlink:" + path, "open:" + path + ":d")) {
            String outcome = run("/files", operation).getFirst();
            assertTrue(List.of("EPERM", "ENOTCAPABLE").contains(outcome), operation + " -> " + outcome);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"open:notes/a.txt:w", "open:notes/a.txt:t", "open:notes/a.txt:W;size:0", "open:new:cw", "open:new:c", "mkdir:new", "unlink:notes/a.txt",
        "rename:notes/a.txt:b", "symlink:/etc/passwd:link", "link:notes/a.txt:hard", "rmdir:notes/deep", "times:notes/a.txt",
        "open:notes/a.txt;size:0", "open:notes/a.txt;write:x", "open:notes/a.txt;allocate:0:1000"})
    void filesAreReadOnly(String operations) throws IOException {
        List<String> outcome = run("/files", operations + ";cat:notes/a.txt");
        String last = outcome.get(outcome.size() - 2);
        assertTrue(List.of("EROFS", "EPERM", "ENOTCAPABLE", "EBADF", "EACCES").contains(last), operations + " -> " + outcome);
        assertEquals("ok a\\x0a", outcome.getLast());
        assertEquals("a\n", Files.readString(folder.resolve("notes/a.txt")));
    }

    @Test
    void descriptorsEndAtALimitAndAreGivenBack() throws IOException {
        String outcome = run("/files", "exhaust:notes/a.txt").getFirst();
        assertTrue(outcome.matches("(EMFILE|ENFILE) after \\d+"), outcome);
        assertEquals(outcome, run("/files", "exhaust:notes/a.txt").getFirst());
        assertEquals("ok a\\x0a", run("/files", "cat:notes/a.txt").getFirst());
    }

    @Test
    void buffersOutsideOfMemoryAreTheGuestsFault() throws IOException {
        String query = "GET /files?fault HTTP/1.1\r\nHost: a\r\n\r\n";
        Wire.Answer answer = Wire.exchange(gyre.address(), query);
        assertTrue(answer.status() == 500 || answer.text().contains("EFAULT"), answer.text());
        assertEquals("ok a\\x0a", run("/files", "cat:notes/a.txt").getFirst());
    }

    @Test
    void transientWritesAreAllowedOnRequestAndLostInTheEnd() throws IOException {
        App writable = application(writableFolder);
        try (Gyre second = writable.up("--allow-transient-write")) {
            assertEquals(List.of("ok fd 4", "ok 3 bytes", "ok", "ok new", "ok", "ok", "ok dir 0 links 1"), run(second, "/files",
                    "open:notes/new:cw;write:new;close;cat:notes/new;unlink:notes/a.txt;mkdir:made;stat:made").stream()
                    .map(l -> l.startsWith("ok dir") ? "ok dir 0 links 1" : l).toList());
            assertEquals(List.of("ENOENT", "ok new"), run(second, "/files", "cat:notes/a.txt;cat:notes/new"), "one request's changes are the next one's files");
            assertEquals(List.of("ok a\\x0a"), run(second, "/other", "cat:notes/a.txt"), "components do not share files");
            assertTrue(List.of("EPERM", "ENOTCAPABLE", "EACCES").contains(run(second, "/files", "symlink:/etc/passwd:link").getFirst()));
            assertTrue(List.of("EPERM", "ENOTCAPABLE").contains(run(second, "/files", "rename:notes/new:../new").getFirst()));
        }
        assertEquals("a\n", Files.readString(writableFolder.resolve("notes/a.txt")));
        assertFalse(Files.exists(writableFolder.resolve("notes/new")));
    }

    @Test
    void stagedFilesGoWithTheProcess() throws IOException {
        Path temp = Files.createDirectory(writableFolder.resolve("tmp"));
        try (Gyre third = Gyre.up(java.util.Map.of("GYRE_OPTS", "-Djava.io.tmpdir=" + temp), folder)) {
            assertEquals(List.of("ok a\\x0a"), run(third, "/files", "cat:notes/a.txt"));
        }
        try (Stream<Path> left = Files.list(temp)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void modulesOfTheOldInterfaceSeeItsLayouts() throws IOException {
        String answer = Wire.exchange(gyre.address(), "GET /old?x=1 HTTP/1.1\r\nHost: a\r\n\r\n").text();
        assertTrue(answer.contains("arg /old\narg x=1\n"), answer);
        assertTrue(answer.contains("env A=b\n"), answer);
        assertTrue(answer.endsWith("""
                file type 4
                file links 1
                file size 11
                seek to end error 0
                end at 11
                seek to start error 0
                start at 1
                read error 0
                read 10
                seek from current error 0
                current at 10
                random
                poll error 0
                events 1
                userdata 9
                slept
                """), answer);
    }
}
