package dev.gyre.runtime.internal.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileCache.Key;
import dev.gyre.api.files.PrivateFiles;

/** Several processes at one folder that is too small for them; some are killed, and entries are damaged meanwhile. */
class SharedCacheTest {
    private static final int MODULES = 24;
    /** A third of what all modules take. */
    private static final long LIMIT = 500_000;

    @TempDir
    Path temp;

    /** A process that loads and stores until its input ends: {@code folder, seed}. It says a line once it has stored something, and ends with 3 when it got anything wrong. */
    public static final class User {
        public static void main(String... arguments) throws IOException {
            CompileCache cache = DiskCompileCache.in(Path.of(arguments[0]), LIMIT);
            Random random = new Random(Long.parseLong(arguments[1]));
            boolean told = false;
            while (System.in.available() == 0) {
                int n = random.nextInt(MODULES);
                Optional<byte[]> loaded = cache.load(key(n));
                if (loaded.isPresent() && !Arrays.equals(content(n), loaded.get())) {
                    System.exit(3);
                }
                if (loaded.isEmpty()) {
                    cache.store(key(n), content(n));
                    if (!told) {
                        System.out.println("stored");
                        told = true;
                    }
                }
            }
        }
    }

    private static Key key(int n) {
        return new Key("module" + n, "chicory", "1", "");
    }

    private static byte[] content(int n) {
        byte[] bytes = new byte[50_000 + 1000 * n];
        Arrays.fill(bytes, (byte) n);
        return bytes;
    }

    private Path folder() {
        return temp.resolve("compiled");
    }

    private Process user(int seed) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                User.class.getName(), folder().toString(), Integer.toString(seed)).redirectError(temp.resolve("err" + seed).toFile()).start();
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(f -> f.toString().endsWith(suffix)).toList();
        }
    }

    private void damage(Random random) throws IOException {
        for (Path file : files(CacheTrim.ENTRY)) {
            try {
                byte[] content = Files.readAllBytes(file);
                if (content.length == 0) {
                    continue; // it was cut there before
                }
                content[random.nextInt(content.length)] ^= 1;
                Files.write(file, random.nextBoolean() ? content : Arrays.copyOf(content, random.nextInt(content.length)));
            } catch (NoSuchFileException e) {
                // a user removed it meanwhile
            }
        }
    }

    @Test
    @Timeout(120)
    void processesThatAreKilledAndEntriesThatAreDamagedMakeNothingWrong() throws Exception {
        List<Process> lasting = List.of(user(1), user(2));
        Random random = new Random(3);
        for (int i = 10; i < 13; i++) {
            Process killed = user(i);
            assertEquals("stored", killed.inputReader().readLine(), "process " + i);
            damage(random);
            killed.destroyForcibly().waitFor();
        }
        for (int i = 0; i < lasting.size(); i++) {
            Process user = lasting.get(i);
            assertEquals("stored", user.inputReader().readLine(), "process " + i);
            user.outputWriter().append("end\n").close();
            assertEquals(0, user.waitFor(), Files.readString(temp.resolve("err" + (i + 1))));
        }
        DiskCompileCache.in(folder(), LIMIT).store(key(0), content(0));
        long total = files(CacheTrim.ENTRY).stream().mapToLong(f -> f.toFile().length()).sum();
        assertTrue(total <= LIMIT, total + " bytes");
    }

    /** Whoever finds everything stores nothing, and removes it nevertheless. */
    @Test
    @Timeout(60)
    void whatAKilledProcessLeftGoesWithoutAnythingBeingStored() throws Exception {
        DiskCompileCache.in(folder(), LIMIT).store(key(0), content(0));
        Path left = Files.write(folder().resolve("x" + PrivateFiles.TEMPORARY), new byte[10]);
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(3600)));
        assertArrayEquals(content(0), DiskCompileCache.in(folder(), LIMIT).load(key(0)).orElseThrow());
        while (Files.exists(left)) {
            Thread.sleep(10);
        }
    }
}
