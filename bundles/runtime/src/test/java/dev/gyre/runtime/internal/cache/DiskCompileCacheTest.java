package dev.gyre.runtime.internal.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileCache.Key;

class DiskCompileCacheTest {
    private static final Key KEY = new Key("abc", "chicory", "1.7.5", "split=8000");
    private static final byte[] CODE = "compiled code".getBytes();
    private static final long PLENTY = 1L << 20;

    @TempDir
    Path temp;

    private Path folder() {
        return temp.resolve("compiled");
    }

    private CompileCache cache() {
        return DiskCompileCache.in(folder(), PLENTY);
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(f -> f.toString().endsWith(".gyrec")).toList();
        }
    }

    @Test
    void givesBackWhatWasStoredInAnotherProcessToo() {
        cache().store(KEY, CODE);
        assertArrayEquals(CODE, cache().load(KEY).orElseThrow());
        cache().store(KEY, new byte[0]);
        assertArrayEquals(new byte[0], cache().load(KEY).orElseThrow());
    }

    @Test
    void everyPartOfTheKeyCounts() {
        CompileCache cache = cache();
        cache.store(KEY, CODE);
        for (Key other : List.of(
                new Key("abd", "chicory", "1.7.5", "split=8000"), new Key("abc", "endive", "1.7.5", "split=8000"),
                new Key("abc", "chicory", "1.7.6", "split=8000"), new Key("abc", "chicory", "1.7.5", ""),
                new Key("abcchicory", "", "1.7.5", "split=8000"))) {
            assertTrue(cache.load(other).isEmpty(), other::toString);
        }
    }

    @Test
    void theJdkIsPartOfTheKey() {
        String key = new String(CacheEntry.of(KEY).key());
        assertTrue(key.contains(Runtime.version().toString()), key);
    }

    @Test
    void folderAndSecretAreTheUsersAlone() throws IOException {
        cache().store(KEY, CODE);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve("secret"))));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(entries().getFirst())));
    }

    @Test
    void aChangedByteAnywhereMakesAnEntryAbsentAndRemovesIt() throws IOException {
        cache().store(KEY, CODE);
        Path file = entries().getFirst();
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            assertTrue(cache().load(KEY).isEmpty(), "byte " + i);
            assertTrue(Files.notExists(file), "byte " + i);
        }
        for (int length = 0; length < good.length; length++) {
            Files.write(file, Arrays.copyOf(good, length));
            assertTrue(cache().load(KEY).isEmpty(), length + " bytes");
        }
        Files.write(file, Arrays.copyOf(good, good.length + 1));
        assertTrue(cache().load(KEY).isEmpty());
    }

    @Test
    void anEntryOfAnotherUserIsNotRun() throws IOException {
        Path theirs = temp.resolve("theirs");
        DiskCompileCache.in(theirs, PLENTY).store(KEY, "evil".getBytes());
        cache().store(KEY, CODE);
        Path file = entries().getFirst();
        Files.copy(theirs.resolve(file.getFileName()), file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertTrue(cache().load(KEY).isEmpty());
    }

    @Test
    void anEntryUnderAnotherKeysNameIsNotRun() throws IOException {
        Key other = new Key("abd", "chicory", "1.7.5", "split=8000");
        cache().store(KEY, CODE);
        Files.move(entries().getFirst(), folder().resolve(CacheEntry.of(other).fileName()));
        assertTrue(cache().load(other).isEmpty());
    }

    @Test
    void aFolderOthersCanWriteToIsNotUsed() throws IOException {
        Files.createDirectory(folder());
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertSame(CompileCache.NONE, cache());
    }

    @Test
    void aSecretOthersCanReadIsNotUsed() throws IOException {
        cache();
        Files.setPosixFilePermissions(folder().resolve("secret"), PosixFilePermissions.fromString("rw-r--r--"));
        assertSame(CompileCache.NONE, cache());
    }

    @Test
    void aFolderThatCannotBeMadeCostsOnlyTheCache() throws IOException {
        Files.writeString(temp.resolve("file"), "");
        assertSame(CompileCache.NONE, DiskCompileCache.in(temp.resolve("file").resolve("compiled"), PLENTY));
    }

    @Test
    void aFolderThatIsDeletedComesBackAndAllProcessesAgreeOnItsSecret() throws IOException {
        CompileCache cache = cache();
        CompileCache other = cache();
        Files.delete(folder().resolve("secret"));
        Files.delete(folder());
        assertTrue(cache.load(KEY).isEmpty());
        cache.store(KEY, CODE);
        assertArrayEquals(CODE, other.load(KEY).orElseThrow());
        assertArrayEquals(CODE, cache().load(KEY).orElseThrow());
    }

    @Test
    void aLinkIsNoEntryAndWhatItLeadsToStays() throws IOException {
        cache().store(KEY, CODE);
        Path file = entries().getFirst();
        Path elsewhere = Files.move(file, temp.resolve("elsewhere"));
        Files.createSymbolicLink(file, elsewhere);
        assertTrue(cache().load(KEY).isEmpty());
        assertTrue(Files.notExists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.exists(elsewhere));
    }

    @Test
    void whatWasUsedLongestAgoGoesFirst() throws IOException {
        CompileCache cache = DiskCompileCache.in(folder(), 5000);
        for (int i = 0; i < 4; i++) {
            cache.store(key(i), new byte[1000]);
            Path file = folder().resolve(CacheEntry.of(key(i)).fileName());
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100 - i)));
        }
        assertTrue(cache.load(key(0)).isPresent(), "and is the newest now");
        cache.store(key(4), new byte[1000]);
        assertTrue(cache.load(key(0)).isPresent());
        assertTrue(cache.load(key(1)).isEmpty());
        assertTrue(cache.load(key(4)).isPresent());
        assertTrue(entries().stream().mapToLong(f -> f.toFile().length()).sum() <= 5000);
    }

    @Test
    void whatCannotBeRemovedKeepsNoOtherFromGoing() throws IOException {
        CompileCache cache = DiskCompileCache.in(folder(), 5000);
        Files.createDirectories(folder().resolve("a.gyrec/full"));
        for (int i = 0; i < 6; i++) {
            cache.store(key(i), new byte[1000]);
        }
        assertTrue(cache.load(key(5)).isPresent());
        assertTrue(entries().stream().filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum() <= 5000);
    }

    @Test
    void whatIsLargerThanTheWholeCacheCostsNoOther() throws IOException {
        CompileCache cache = DiskCompileCache.in(folder(), 5000);
        cache.store(key(0), new byte[1000]);
        cache.store(key(1), new byte[5000]);
        assertTrue(cache.load(key(0)).isPresent());
        assertTrue(cache.load(key(1)).isEmpty());
        cache.store(key(2), new byte[4700]);
        assertTrue(cache.load(key(2)).isPresent(), "alone it fits");
    }

    @Test
    void whatAKilledProcessLeftIsRemoved() throws IOException {
        CompileCache cache = cache();
        Path old = Files.writeString(folder().resolve("x.tmp"), "half");
        Path fresh = Files.writeString(folder().resolve("y.tmp"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7200)));
        cache.store(KEY, CODE);
        assertTrue(Files.notExists(old));
        assertTrue(Files.exists(fresh));
    }

    /** Several caches on one folder stand for several processes; what is loaded is whole and right, or nothing. */
    @Test
    void manyProcessesShareAFolder() throws Exception {
        int processes = 6;
        try (ExecutorService pool = Executors.newFixedThreadPool(processes)) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int p = 0; p < processes; p++) {
                long seed = p;
                work.add(() -> {
                    CompileCache cache = DiskCompileCache.in(folder(), 200_000);
                    assertNotEquals(CompileCache.NONE, cache);
                    Random random = new Random(seed);
                    int hits = 0;
                    for (int i = 0; i < 150; i++) {
                        int n = random.nextInt(8);
                        if (random.nextBoolean()) {
                            cache.store(key(n), content(n));
                        } else {
                            Optional<byte[]> loaded = cache.load(key(n));
                            loaded.ifPresent(bytes -> assertArrayEquals(content(n), bytes));
                            hits += loaded.isPresent() ? 1 : 0;
                        }
                    }
                    return hits;
                });
            }
            int hits = 0;
            for (Future<Integer> f : pool.invokeAll(work)) {
                hits += f.get();
            }
            assertTrue(hits > 0);
        }
    }

    @Test
    void theFolderIsWhereTheUserWantsIt() {
        Map<String, String> none = Map.of();
        assertSame(CompileCache.NONE, CacheFolder.cache(Optional.of("off"), none, Optional.of(temp.toString()), PLENTY));
        CacheFolder.cache(Optional.of(temp.resolve("a").toString()), none, Optional.empty(), PLENTY);
        CacheFolder.cache(Optional.empty(), Map.of("XDG_CACHE_HOME", temp.resolve("xdg").toString()), Optional.of("/nowhere"), PLENTY);
        CacheFolder.cache(Optional.empty(), none, Optional.of(temp.resolve("home").toString()), PLENTY);
        assertSame(CompileCache.NONE, CacheFolder.cache(Optional.empty(), none, Optional.empty(), PLENTY));
        assertTrue(Files.exists(temp.resolve("a/secret")));
        assertTrue(Files.exists(temp.resolve("xdg/gyre/compiled/secret")));
        assertTrue(Files.exists(temp.resolve("home/.cache/gyre/compiled/secret")));
    }

    private static Key key(int n) {
        return new Key("module" + n, "chicory", "1", "");
    }

    private static byte[] content(int n) {
        byte[] bytes = new byte[10_000 + 1000 * n];
        Arrays.fill(bytes, (byte) n);
        return bytes;
    }
}
