package dev.gyre.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start-up cache: {@code gyre aot} makes it, a start uses it, and no state it may be in breaks a start. */
class AotCacheIT {
    @TempDir
    static Path folder;

    private static Installation installation;
    private static Path cache;

    @BeforeAll
    static void train() throws Exception {
        Path user = Files.createDirectory(folder.resolve("user"));
        installation = Installation.copyTo(folder.resolve("in stallation"), user);
        Installation.Ended ended = installation.gyre("aot");
        assertEquals("", ended.err());
        assertTrue(ended.out().startsWith("The start-up cache is ready: " + user + "/.cache/gyre/"), ended.out());
        try (Stream<Path> files = Files.walk(user.resolve(".cache"))) {
            cache = files.filter(file -> file.endsWith("gyre.aot")).findFirst().orElseThrow();
        }
    }

    /** Whether the JVM took its classes from the cache. */
    private static boolean isUsed() throws IOException, InterruptedException {
        Map<String, String> environment = installation.environment();
        Path log = folder.resolve("classes.log");
        environment.put("GYRE_OPTS", "-Xlog:class+load:file=\"" + log + "\"");
        Installation.Ended ended = installation.run(environment, installation.script().toString(), "--version");
        assertEquals("", ended.err());
        assertEquals(0, ended.code());
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains("dev.gyre.launcher.Main source: shared objects file"));
        }
    }

    @Test
    void itIsUsedAndNotMadeTwice() throws Exception {
        assertTrue(isUsed());
        assertTrue(installation.gyre("aot").out().startsWith("The start-up cache is up to date"));
        Map<String, String> environment = installation.environment();
        environment.put("GYRE_AOT", "off");
        assertEquals(2, installation.run(environment, installation.script().toString(), "aot").code());
    }

    @Test
    void aTruncatedOrForeignOneIsPassedOverInSilence() throws Exception {
        byte[] whole = Files.readAllBytes(cache);
        try {
            for (byte[] damaged : new byte[][] {{}, new byte[100_000], Arrays.copyOf(whole, whole.length / 2)}) {
                Files.write(cache, damaged);
                assertFalse(isUsed());
            }
        } finally {
            Files.write(cache, whole);
        }
        assertTrue(isUsed());
    }

    /** The JVM does not check the inside of a cache: the first start may crash, the next one does without. */
    @Test
    void oneDamagedInsideBreaksOneStartAtMost() throws Exception {
        byte[] whole = Files.readAllBytes(cache);
        try {
            try (RandomAccessFile file = new RandomAccessFile(cache.toFile(), "rw")) {
                file.seek(5_000);
                file.write(new byte[2_000_000]);
            }
            Map<String, String> environment = installation.environment();
            environment.put("GYRE_OPTS", "-XX:ErrorFile=" + folder.resolve("crash.log") + " -XX:-CreateCoredumpOnCrash");
            installation.run(environment, installation.script().toString(), "--version");
            assertFalse(isUsed());
            assertEquals(0, installation.gyre("--version").code());
        } finally {
            Files.write(cache, whole);
            Files.deleteIfExists(cache.resolveSibling("starting"));
        }
        assertTrue(isUsed());
    }

    @Test
    void theSecondStartOfAnInstallationMakesItInTheBackground() throws Exception {
        Installation other = Installation.copyTo(folder.resolve("other"), Files.createDirectory(folder.resolve("other user")));
        Map<String, String> environment = other.environment();
        environment.put("GYRE_OPTS", "-Dgyre.aot.pause=10");
        try (Server first = Server.up(other, environment, folder)) {
            await(() -> has(other, "wanted"));
        }
        assertFalse(has(other, "gyre.aot"));
        try (Server second = Server.up(other, environment, folder)) {
            await(() -> has(other, "stamp"));
            assertEquals(200, second.get());
        }
        assertTrue(has(other, "gyre.aot"));
        assertFalse(has(other, "wanted"));
    }

    private static boolean has(Installation of, String name) throws IOException {
        Path folder = of.user().resolve(".cache/gyre/aot");
        for (int level = 0; level < 3; level++) { // installation, Java, checksum; nothing is looked at that may vanish
            if (!Files.isDirectory(folder)) {
                return false;
            }
            try (Stream<Path> entries = Files.list(folder)) {
                Optional<Path> only = entries.findFirst();
                if (only.isEmpty()) {
                    return false;
                }
                folder = only.get();
            }
        }
        return Files.exists(folder.resolve(name));
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < end, "nothing has happened for three minutes");
            Thread.sleep(50);
        }
    }

    @Test
    void otherJvmOptionsAndAReadOnlyCacheFolderAreNoProblem() throws Exception {
        Map<String, String> environment = installation.environment();
        for (String options : new String[] {"-XX:+UseZGC", "-Xmx16m", "-XX:+UseSerialGC", "-XX:-UseCompressedOops"}) {
            environment.put("GYRE_OPTS", options);
            Installation.Ended ended = installation.run(environment, installation.script().toString(), "--version");
            assertEquals("", ended.err(), options);
            assertEquals(0, ended.code(), options);
        }
        environment.remove("GYRE_OPTS");
        environment.put("XDG_CACHE_HOME", "/proc/none");
        assertEquals(0, installation.run(environment, installation.script().toString(), "--version").code());
        Installation.Ended aot = installation.run(environment, installation.script().toString(), "aot");
        assertEquals(73, aot.code());
        assertTrue(aot.err().startsWith("gyre: cannot make the start-up cache /proc/none/"), aot.err());
    }
}
