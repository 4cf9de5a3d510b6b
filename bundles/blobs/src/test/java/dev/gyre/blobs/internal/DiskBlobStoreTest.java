package dev.gyre.blobs.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.GyreException;
import dev.gyre.blobs.Blob;
import dev.gyre.blobs.BlobSource;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.BlobStore.Staging;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;

class DiskBlobStoreTest {
    private static final byte[] CONTENT = random(300_000, 1);
    private static final Blob BLOB = blob(CONTENT);
    private static final BlobSource NOBODY = offset -> {
        throw new AssertionError("the store has it");
    };

    @TempDir
    Path temp;
    /** Offsets the source was asked for. */
    private final List<Long> asked = new CopyOnWriteArrayList<>();

    private static byte[] random(int size, long seed) {
        byte[] out = new byte[size];
        new Random(seed).nextBytes(out);
        return out;
    }

    private static Blob blob(byte[] content) {
        return new Blob(Digest.of(content), content.length, "module.wasm");
    }

    private Path folder() {
        return temp.resolve("store");
    }

    private BlobStore store() {
        return store(1L << 30);
    }

    private BlobStore store(long max) {
        return DiskBlobStore.in(folder(), max, Duration.ofMillis(1));
    }

    private BlobSource source(byte[] content) {
        return offset -> {
            asked.add(offset);
            return new BlobSource.Part(new ByteArrayInputStream(content, Math.toIntExact(offset), content.length - (int) offset), offset);
        };
    }

    private static InputStream breaksOff(byte[] content, int from, int length) {
        return new SequenceInputStream(new ByteArrayInputStream(content, from, length), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });
    }

    private List<Path> files(String below) throws IOException {
        try (Stream<Path> files = Files.list(folder().resolve(below))) {
            return files.toList();
        }
    }

    @Test
    void aBlobIsFetchedOnceAndThenAtHand() throws IOException {
        for (Staging how : Staging.values()) {
            store().stage(BLOB, asked.isEmpty() ? source(CONTENT) : NOBODY, temp.resolve(how.name()), how, Progress.NONE);
            assertArrayEquals(CONTENT, Files.readAllBytes(temp.resolve(how.name())));
        }
        assertArrayEquals(CONTENT, store().bytes(BLOB, NOBODY, Progress.NONE));
        assertEquals(List.of(0L), asked);
        assertEquals(List.of(), files("partial"));
    }

    @Test
    void aCopyIsTheUsersOwnAndALinkIsNoCopy() throws IOException {
        Path copy = temp.resolve("copy");
        store().stage(BLOB, source(CONTENT), copy, Staging.COPY, Progress.NONE);
        Files.writeString(copy, "changed");
        Path link = temp.resolve("link");
        store().stage(BLOB, NOBODY, link, Staging.LINK, Progress.NONE);
        assertTrue(Files.isSameFile(link, folder().resolve("sha256").resolve(BLOB.digest().hex())));
    }

    @Test
    void whatBreaksOffGoesOnWhereItWas() {
        BlobSource fragile = offset -> {
            asked.add(offset);
            int from = Math.toIntExact(offset);
            return new BlobSource.Part(breaksOff(CONTENT, from, Math.min(130_000, CONTENT.length - from)), offset);
        };
        assertArrayEquals(CONTENT, store().bytes(BLOB, fragile, Progress.NONE));
        assertEquals(List.of(0L, 130_000L, 260_000L), asked);
    }

    @Test
    void aSourceThatCannotSkipStartsAnew() {
        BlobSource fragile = offset -> {
            asked.add(offset);
            return new BlobSource.Part(asked.size() == 1 ? breaksOff(CONTENT, 0, 1000) : new ByteArrayInputStream(CONTENT), 0);
        };
        assertArrayEquals(CONTENT, store().bytes(BLOB, fragile, Progress.NONE));
        assertEquals(List.of(0L, 1000L), asked);
    }

    @Test
    void aSourceThatOnlyFailsIsGivenUpAndWhatHasComeStays() throws IOException {
        BlobSource fragile = offset -> {
            asked.add(offset);
            return new BlobSource.Part(breaksOff(CONTENT, (int) offset, offset == 0 ? 5000 : 0), offset);
        };
        assertThrows(GyreException.class, () -> store().bytes(BLOB, fragile, Progress.NONE));
        assertEquals(List.of(0L, 5000L, 5000L, 5000L), asked);
        asked.clear();
        assertArrayEquals(CONTENT, store().bytes(BLOB, source(CONTENT), Progress.NONE));
        assertEquals(List.of(5000L), asked);
    }

    @Test
    void otherBytesThanAnnouncedAreNeverHandedOut() throws IOException {
        Path target = temp.resolve("t");
        byte[] other = random(CONTENT.length, 2);
        GyreException lie = assertThrows(GyreException.class, () -> store().stage(BLOB, source(other), target, Staging.COPY, Progress.NONE));
        assertTrue(lie.getMessage().contains("has not the digest " + BLOB.digest()), lie.getMessage());
        byte[] longer = random(CONTENT.length + 1, 1);
        GyreException more = assertThrows(GyreException.class, () -> store().bytes(BLOB, source(longer), Progress.NONE));
        assertTrue(more.getMessage().contains("is larger than the 300000 bytes"), more.getMessage());
        GyreException less = assertThrows(GyreException.class,
                () -> store().bytes(new Blob(BLOB.digest(), CONTENT.length + 1, "m"), source(CONTENT), Progress.NONE));
        assertTrue(less.getMessage().contains("ended after 300000 of 300001"), less.getMessage());
        assertFalse(Files.exists(target));
        assertEquals(List.of(), files("sha256"));
    }

    @Test
    void aRestThatIsDamagedIsFetchedAnew() throws IOException {
        store();
        Files.write(folder().resolve("partial").resolve(BLOB.digest().hex()), random(7000, 3));
        assertArrayEquals(CONTENT, store().bytes(BLOB, source(CONTENT), Progress.NONE));
        assertEquals(List.of(7000L, 0L), asked);
    }

    @Test
    void whatIsDamagedOnDiskIsNoticedAndFetchedAgain() throws IOException {
        store().bytes(BLOB, source(CONTENT), Progress.NONE);
        Path file = folder().resolve("sha256").resolve(BLOB.digest().hex());
        byte[] changed = CONTENT.clone();
        changed[77] ^= 1;
        for (byte[] damage : List.of(changed, new byte[0])) {
            Files.write(file, damage);
            assertEquals(Optional.empty(), store().find(BLOB.digest()));
            Path target = temp.resolve("t" + damage.length);
            store().stage(BLOB, source(CONTENT), target, Staging.LINK, Progress.NONE);
            assertArrayEquals(CONTENT, Files.readAllBytes(target));
        }
        assertEquals(List.of(0L, 0L, 0L), asked);
    }

    @Test
    void manyWhoWantTheSameAtOnceShareOneTransfer() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        BlobSource slow = offset -> {
            asked.add(offset);
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return new BlobSource.Part(new ByteArrayInputStream(CONTENT), 0);
        };
        BlobStore one = store();
        BlobStore other = store();
        List<Future<byte[]>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                BlobStore store = i % 2 == 0 ? one : other;
                all.add(threads.submit(() -> store.bytes(BLOB, slow, Progress.NONE)));
            }
            while (asked.isEmpty()) {
                Thread.sleep(5);
            }
            go.countDown();
            for (Future<byte[]> got : all) {
                assertArrayEquals(CONTENT, got.get());
            }
        }
        assertEquals(List.of(0L), asked);
    }

    @Test
    void whoWaitsCanBeInterrupted() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Thread waiting = Thread.ofVirtual().start(() -> assertThrows(GyreException.class, () -> store().bytes(BLOB, offset -> {
            started.countDown();
            try {
                Thread.sleep(Duration.ofHours(1));
            } catch (InterruptedException e) {
                throw new java.io.InterruptedIOException();
            }
            throw new AssertionError();
        }, Progress.NONE)));
        started.await();
        waiting.interrupt();
        waiting.join();
        assertArrayEquals(CONTENT, store().bytes(BLOB, source(CONTENT), Progress.NONE));
    }

    @Test
    void theOldestGoWhenItGetsTooLarge() throws IOException {
        BlobStore store = store(1000);
        List<Digest> put = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            put.add(store.put(random(200, 10 + i)));
            age(put.get(i), 100 - i);
        }
        store.bytes(blob(random(200, 10)), NOBODY, Progress.NONE); // the oldest is used again
        store.put(random(200, 20));
        List<Boolean> there = put.stream().map(d -> store.find(d).isPresent()).toList();
        assertEquals(List.of(true, false, false, true, true), there);
    }

    @Test
    void whatAnApplicationUsesOutlivesItsBlob() throws IOException {
        BlobStore store = store(CONTENT.length);
        Path link = temp.resolve("module.wasm");
        store.stage(BLOB, source(CONTENT), link, Staging.LINK, Progress.NONE);
        age(BLOB.digest(), 10);
        store.put(random(1000, 20));
        assertEquals(Optional.empty(), store.find(BLOB.digest()), "there was no room for both");
        assertArrayEquals(CONTENT, Files.readAllBytes(link));
    }

    /** Each transfer makes room for itself by removing what others are handing out. */
    @Test
    void whatIsHandedOutIsWholeWhileOthersMakeRoom() throws Exception {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                BlobStore store = store(120_000);
                int first = i;
                all.add(threads.submit(() -> {
                    for (int n = first; n < first + 20; n++) {
                        byte[] content = random(50_000, n % 7);
                        Path target = temp.resolve(first + "-" + n);
                        store.stage(blob(content), source(content), target, n % 2 == 0 ? Staging.LINK : Staging.COPY, Progress.NONE);
                        assertArrayEquals(content, Files.readAllBytes(target));
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void age(Digest digest, int minutes) throws IOException {
        Files.setLastModifiedTime(folder().resolve("sha256").resolve(digest.hex()), FileTime.from(Instant.now().minusSeconds(60L * minutes)));
    }

    @Test
    void namesAreRememberedAndNotMixedUp() throws IOException {
        BlobStore store = store();
        Digest one = Digest.of("1".getBytes(StandardCharsets.UTF_8));
        store.remember("host/app:1", one);
        store.remember("host/app:1", BLOB.digest());
        store.remember("host/app:2", one);
        assertEquals(Optional.of(BLOB.digest()), store().recall("host/app:1"));
        assertEquals(Optional.empty(), store().recall("host/app"));
        Files.writeString(files("names").getFirst(), "garbage");
        Files.writeString(files("names").getLast(), "garbage");
        assertEquals(Optional.empty(), store().recall("host/app:2"));
    }

    @Test
    void aFolderOthersCanWriteToIsRefused() throws IOException {
        Files.createDirectory(folder());
        Files.setPosixFilePermissions(folder(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        assertTrue(assertThrows(GyreException.class, this::store).getMessage().contains("open to other users"));
    }
}
