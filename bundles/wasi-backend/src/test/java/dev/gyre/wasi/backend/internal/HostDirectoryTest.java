package dev.gyre.wasi.backend.internal;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class HostDirectoryTest {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noFolderMovesWhileSomethingWorksByPath(boolean secure) throws Exception {
        Files.createDirectories(temp.resolve("a"));
        Files.createDirectories(temp.resolve("b"));
        try (HostDirectory root = open(secure); HostDirectory a = root.directory(Path.of("a"))) {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            Thread byPath = Thread.ofPlatform().start(() -> quietly(() -> a.unmoved(() -> {
                inside.countDown();
                quietly(done::await);
                return null;
            })));
            inside.await();
            Thread rename = Thread.ofPlatform().start(() -> quietly(() -> root.move(Path.of("a"), root, Path.of("moved"))));
            Thread remove = Thread.ofPlatform().start(() -> quietly(() -> root.deleteDirectory(Path.of("b"))));
            Thread link = Thread.ofPlatform().start(() -> quietly(() -> root.createSymbolicLink(Path.of("link"), Path.of("x"))));
            Thread stopped = Thread.ofPlatform().start(() -> assertThrows(InterruptedIOException.class, () -> root.move(Path.of("a"), root, Path.of("x"))));
            stopped.interrupt();
            stopped.join();
            rename.join(100);
            assertTrue(rename.isAlive() && remove.isAlive() && link.isAlive());
            assertTrue(Files.exists(temp.resolve("a")) && Files.exists(temp.resolve("b")));
            done.countDown();
            for (Thread thread : new Thread[] {byPath, rename, remove, link}) {
                thread.join();
            }
            assertTrue(Files.exists(temp.resolve("moved")) && Files.notExists(temp.resolve("b")) && Files.isSymbolicLink(temp.resolve("link")));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingWorksByAPathThatLeadsElsewhere(boolean secure) throws Exception {
        Files.createDirectories(temp.resolve("a"));
        Files.createDirectories(temp.resolve("outside"));
        Files.createSymbolicLink(temp.resolve("outside/link"), Path.of("secret"));
        try (HostDirectory root = open(secure); HostDirectory a = root.directory(Path.of("a"))) {
            Files.move(temp.resolve("a"), temp.resolve("parked"));
            Files.createSymbolicLink(temp.resolve("a"), Path.of("outside"));
            assertThrows(NoSuchFileException.class, () -> a.createDirectory(Path.of("made")));
            assertThrows(NoSuchFileException.class, () -> a.createSymbolicLink(Path.of("made"), Path.of("x")));
            assertThrows(NoSuchFileException.class, () -> a.createLink(Path.of("made"), root, Path.of("parked")));
            assertThrows(NoSuchFileException.class, () -> root.createLink(Path.of("made"), a, Path.of("link")));
            assertThrows(NoSuchFileException.class, () -> a.readSymbolicLink(Path.of("link")));
            assertThrows(NoSuchFileException.class, () -> a.setTimes(null, null));
            assertFalse(Files.exists(temp.resolve("outside/made")));
        }
    }

    private HostDirectory open(boolean secure) throws IOException {
        return secure ? HostDirectory.open(temp) : HostDirectory.openPortable(temp);
    }

    private static void quietly(Step step) {
        try {
            step.run();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }
}
