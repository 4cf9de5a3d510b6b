package dev.gyre.wasi.p1.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs written in C against wasi-libc. */
class CommandTest {
    @TempDir
    Path temp;

    @Test
    void aCommandGetsArgumentsEnvironmentAndInputAndGivesOutputAndCode() {
        Guest guest = Guest.of("stdio").args("two words", "", "ünïcode");
        guest.environment.put("GREETING", "héllo = world");
        guest.environment.put("EMPTY", "");
        guest.stdin = new ByteArrayInputStream("some text\n".repeat(30_000).getBytes(StandardCharsets.UTF_8));
        assertEquals(4, guest.run(), guest::errors);
        assertEquals("arg guest\narg two words\narg \narg ünïcode\nenv GREETING=héllo = world\nenv EMPTY=\n" + "SOME TEXT\n".repeat(30_000),
                guest.output());
        assertEquals("done\n", guest.errors());
    }

    @Test
    void whatWouldReadAsAnotherVariableIsLeftOut() {
        Guest guest = Guest.of("stdio").args("no\0");
        guest.environment.put("A=B", "C");
        guest.environment.put("", "C");
        guest.environment.put("NUL", "a\0INJECTED=1");
        guest.environment.put("GOOD", "1");
        assertEquals(1, guest.run());
        assertEquals("arg guest\nenv GOOD=1\n", guest.output());
    }

    @Test
    void aLimitOnOutputIsAnErrorToTheGuest() {
        Guest guest = Guest.of("stdio");
        guest.stdin = new ByteArrayInputStream(new byte[100_000]);
        guest.stdout = new OutputStream() {
            private int left = 5_000;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (length > left) {
                    throw new IOException("output is over the limit");
                }
                left -= length;
            }
        };
        assertEquals(96, guest.run());
    }

    @Test
    void filesWorkAsInC() throws IOException {
        Path data = Files.createDirectories(temp.resolve("data"));
        Files.writeString(temp.resolve("secret"), "secret");
        Files.writeString(data.resolve("hello.txt"), "hello");
        Guest guest = Guest.of("files").mount(data, "/data", true);
        assertEquals(0, guest.run(), guest::errors);
        assertEquals("all well\n", guest.output());
        assertEquals(List.of("one", "two"), Files.readAllLines(data.resolve("log")));
    }

    @Test
    void aReadOnlyMountStaysAsItIs() throws IOException {
        Path site = Files.createDirectories(temp.resolve("site"));
        Path scratch = Files.createDirectories(temp.resolve("scratch"));
        Files.writeString(site.resolve("index.html"), "<html/>");
        Files.createDirectory(site.resolve("dir"));
        Files.writeString(scratch.resolve("own"), "own");
        Guest guest = Guest.of("readonly").mount(site, "/site", false).mount(scratch, "/tmp", true);
        assertEquals(0, guest.run(), guest::errors);
        assertEquals("nothing changed\n", guest.output());
        assertEquals("<html/>", Files.readString(site.resolve("index.html")));
        try (Stream<Path> files = Files.list(site)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void everythingIsClosedWhenTheEventEnds() throws IOException {
        Files.writeString(temp.resolve("file"), "x");
        long before = openHere();
        for (int i = 0; i < 20; i++) {
            try (Calls calls = new Calls("calls-preview1", g -> g.mount(temp, "/", true))) {
                calls.open(3, "file", Calls.RIGHTS_ALL);
                calls.open(3, ".", Calls.RIGHTS_FOLDER);
                assertTrue(openHere() > before);
            }
        }
        assertEquals(before, openHere());
    }

    @Test
    void mountsAreNotOpenedBeforeTheyAreUsed() throws IOException {
        try (Calls calls = new Calls("calls-preview1", g -> g.mount(temp, "/", true))) {
            assertEquals(0, calls.call("fd_prestat_get", 3, 100));
            assertEquals(0, calls.call("fd_fdstat_get", 3, 100));
            assertEquals(0, openHere());
            assertEquals(0, calls.call("fd_filestat_get", 3, 100));
            assertFalse(openHere() == 0);
        }
    }

    /** Descriptors of this process that lead into the temporary folder. */
    private long openHere() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(fd -> {
                try {
                    return Files.readSymbolicLink(fd).startsWith(temp.toRealPath());
                } catch (IOException e) {
                    return false;
                }
            }).count();
        }
    }
}
