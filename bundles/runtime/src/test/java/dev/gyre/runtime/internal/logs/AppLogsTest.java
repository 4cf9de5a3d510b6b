package dev.gyre.runtime.internal.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.DeployOptions.Follow;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.Wasm;

class AppLogsTest {
    private static final long NO_BOUND = Long.MAX_VALUE;
    private static final long LIMIT = 1 << 20;

    @TempDir
    Path temp;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private AppLogs logs(Path folder, Follow follow, long bound) {
        DeployOptions options = new DeployOptions(Map.of(), Optional.of(folder), follow);
        return new AppLogs(Apps.of(Apps.component("web", Wasm.EMPTY), Apps.component("api", Wasm.EMPTY)), options,
                new PrintStream(console, true, StandardCharsets.UTF_8), new PrintStream(errors, true, StandardCharsets.UTF_8), bound);
    }

    private static void event(AppLogs logs, String component, long limit, String... writes) {
        EventLog event = logs.component(component).event(limit);
        for (String text : writes) {
            write(event, text.getBytes(StandardCharsets.UTF_8));
        }
        event.finish();
    }

    private static void write(EventLog event, byte[] bytes) {
        try {
            event.out().write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String file(String name) throws IOException {
        return Files.readString(temp.resolve(name));
    }

    @Test
    void filesAreMadeWhenFirstWrittenToAndAppended() throws IOException {
        try (AppLogs logs = logs(temp.resolve("deep/er"), new Follow.None(), NO_BOUND)) {
            assertFalse(Files.exists(temp.resolve("deep")));
            event(logs, "web", LIMIT, "one\n");
        }
        try (AppLogs logs = logs(temp.resolve("deep/er"), new Follow.None(), NO_BOUND)) {
            event(logs, "web", LIMIT, "tw", "o\n");
            EventLog event = logs.component("web").event(LIMIT);
            event.err().write('!');
            event.finish();
        }
        assertEquals("one\ntwo\n", file("deep/er/web_stdout.txt"));
        assertEquals("!\n", file("deep/er/web_stderr.txt"));
        assertFalse(Files.exists(temp.resolve("deep/er/api_stdout.txt")));
        assertEquals("", console.toString());
    }

    @Test
    void bytesAreKeptAsTheyAreInFilesAndInertOnTheConsole() throws IOException {
        String nasty = "\u001b[2J\u009b31mred\u0007 \r\u202etxt\tok\u00e4\n";
        try (AppLogs logs = logs(temp, new Follow.All(), NO_BOUND)) {
            event(logs, "web", LIMIT, nasty);
        }
        assertEquals(nasty, file("web_stdout.txt"));
        assertEquals("[web] \\x1b[2J\\x9b31mred\\x07 \n[web] \\u{202e}txt\tok\u00e4\n", console.toString(StandardCharsets.UTF_8));
    }

    @Test
    void onlyWhoIsFollowedIsShownAndWhereItWrote() throws IOException {
        try (AppLogs logs = logs(temp, new Follow.Named(Set.of("api")), NO_BOUND)) {
            event(logs, "web", LIMIT, "hidden\n");
            EventLog event = logs.component("api").event(LIMIT);
            event.out().write("out\n".getBytes());
            event.err().write("err".getBytes());
            event.finish();
        }
        assertEquals("[api] out\n", console.toString());
        assertEquals("[api] err\n", errors.toString());
    }

    @Test
    void anEventsOutputIsCutWithOneLineThatSaysSo() throws IOException {
        try (AppLogs logs = logs(temp, new Follow.None(), NO_BOUND)) {
            event(logs, "web", 10, "0123456789", "abc", "def");
            event(logs, "web", 0, "x");
        }
        assertEquals("0123456789\n[gyre] 6 more bytes of this event were dropped: the limit is 10 (log-bytes)\n"
                + "[gyre] 1 more bytes of this event were dropped: the limit is 0 (log-bytes)\n", file("web_stdout.txt"));
    }

    @Test
    void aFloodTakesNoMemoryAndNoMoreThanItsLimit() throws IOException {
        try (AppLogs logs = logs(temp, new Follow.None(), NO_BOUND)) {
            EventLog event = logs.component("web").event(LIMIT);
            byte[] block = "0123456789abcde\n".repeat(4096).getBytes();
            for (int i = 0; i < 1000; i++) {
                write(event, block);
            }
            event.finish();
        }
        long size = Files.size(temp.resolve("web_stdout.txt"));
        assertTrue(size > LIMIT && size < LIMIT + 200, "size " + size);
    }

    @Test
    void linesOfEventsAtTheSameTimeAreNotMixed() throws Exception {
        try (AppLogs logs = logs(temp, new Follow.All(), NO_BOUND)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                String line = String.valueOf((char) ('a' + t)).repeat(99) + "\n";
                threads.add(Thread.ofVirtual().start(() -> {
                    EventLog event = logs.component("web").event(LIMIT);
                    for (int i = 0; i < 2000; i++) {
                        for (int at = 0; at < 100; at += 20) {
                            write(event, line.substring(at, at + 20).getBytes());
                        }
                    }
                    event.finish();
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        List<String> lines = Files.readAllLines(temp.resolve("web_stdout.txt"));
        assertEquals(16_000, lines.size());
        assertTrue(lines.stream().allMatch(l -> l.length() == 99 && l.chars().distinct().count() == 1));
        assertTrue(console.toString().lines().allMatch(l -> l.startsWith("[web] ") && l.length() == 105));
    }

    @Test
    void aLineLongerThanTheBufferIsNotLost() throws IOException {
        String line = "x".repeat(200_000);
        try (AppLogs logs = logs(temp, new Follow.None(), NO_BOUND)) {
            event(logs, "web", LIMIT, line);
            event(logs, "web", LIMIT, "x".repeat(64 << 10));
            event(logs, "web", LIMIT, "next");
        }
        assertEquals(line + "\n" + "x".repeat(64 << 10) + "\nnext\n", file("web_stdout.txt"));
    }

    @Test
    void aFullFileIsSetAsideAndOneOldOneIsKept() throws IOException {
        try (AppLogs logs = logs(temp, new Follow.None(), 100)) {
            for (int i = 0; i < 10; i++) {
                event(logs, "web", LIMIT, i + "x".repeat(38) + "\n");
            }
        }
        assertEquals(2, Files.readAllLines(temp.resolve("web_stdout.txt")).size());
        assertTrue(file("web_stdout.txt").startsWith("8x"));
        assertTrue(file("web_stdout.txt.old").startsWith("6x"));
        try (var files = Files.list(temp)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void aFolderThatCannotBeWrittenToFailsNoEvent() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");
        try (AppLogs logs = logs(file.resolve("logs"), new Follow.All(), NO_BOUND)) {
            event(logs, "web", LIMIT, "lost\n");
            event(logs, "web", LIMIT, "lost too\n");
        }
        assertEquals("[web] lost\n[web] lost too\n", console.toString());
    }

    @Test
    void aDeletedFileIsMadeAgain() throws Exception {
        try (AppLogs logs = logs(temp, new Follow.None(), NO_BOUND)) {
            event(logs, "web", LIMIT, "one\n");
            Files.delete(temp.resolve("web_stdout.txt"));
            Thread.sleep(1050);
            event(logs, "web", LIMIT, "two\n");
            assertEquals("two\n", file("web_stdout.txt"));
        }
    }

    @Test
    void anInterruptedThreadStillWrites() throws IOException {
        try (AppLogs logs = logs(temp, new Follow.None(), NO_BOUND)) {
            Thread.currentThread().interrupt();
            event(logs, "web", LIMIT, "written\n");
            assertTrue(Thread.interrupted());
            event(logs, "web", LIMIT, "and again\n");
        }
        assertEquals("written\nand again\n", file("web_stdout.txt"));
    }

    @Test
    void idsBecomeSafeFileNames() {
        assertEquals("web", FileNames.of("web"));
        assertEquals("a b.c", FileNames.of("a b.c"));
        for (String id : List.of("../../etc/passwd", "a/b", "", ".", "..", "con", "NUL.txt", "a:b", "x\u0000y", "trailing.", "z".repeat(300))) {
            String name = FileNames.of(id);
            assertNotEquals(id, name);
            assertTrue(name.matches("[^/\\\\:*?\"<>|\\p{Cntrl}]{1,120}") && !name.startsWith("."), id + " -> " + name);
            assertEquals(temp, temp.resolve(name + "_stdout.txt").normalize().getParent());
        }
        assertNotEquals(FileNames.of("a/b"), FileNames.of("ab"));
        assertNotEquals(FileNames.of("a/b"), FileNames.of("a:b"));
    }
}
