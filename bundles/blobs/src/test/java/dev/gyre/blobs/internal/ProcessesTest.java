package dev.gyre.blobs.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.blobs.Blob;
import dev.gyre.blobs.BlobSource;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;

/** Several processes at one store, one of which is killed. */
class ProcessesTest {
    private static final byte[] CONTENT = "0123456789abcdef".repeat(10_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final Blob BLOB = new Blob(Digest.of(CONTENT), CONTENT.length, "b");

    @TempDir
    Path temp;

    /** A process that pulls the blob: {@code folder, log}. It sends half of it, tells so, and ends when a file "go" is there. */
    public static final class Puller {
        public static void main(String... arguments) {
            Path log = Path.of(arguments[1]);
            BlobSource source = offset -> {
                Files.writeString(log, offset + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                return new BlobSource.Part(new ByteArrayInputStream(CONTENT, (int) offset, CONTENT.length - (int) offset) {
                    @Override
                    public synchronized int read(byte[] into, int at, int length) {
                        if (pos >= CONTENT.length / 2) {
                            await(log.resolveSibling("go"));
                        }
                        return super.read(into, at, Math.min(length, 10_000));
                    }
                }, offset);
            };
            byte[] got = DiskBlobStore.in(Path.of(arguments[0]), 1L << 30, Duration.ofMillis(1)).bytes(BLOB, source, Progress.NONE);
            System.exit(got.length == CONTENT.length ? 0 : 1);
        }

        private static void await(Path file) {
            while (!Files.exists(file)) {
                try {
                    Thread.sleep(10);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private Path log() {
        return temp.resolve("log");
    }

    private Process puller() throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                Puller.class.getName(), temp.resolve("store").toString(), log().toString()).redirectErrorStream(true)
                .redirectOutput(temp.resolve("out").toFile()).start();
    }

    private void awaitHalf() throws Exception {
        Path partial = temp.resolve("store/partial").resolve(BLOB.digest().hex());
        while (!Files.exists(partial) || Files.size(partial) < CONTENT.length / 2) {
            Thread.sleep(10);
        }
    }

    @Test
    void aKilledTransferLeavesNothingHalfAndGoesOn() throws Exception {
        Process killed = puller();
        awaitHalf();
        killed.destroyForcibly().waitFor();
        try (Stream<Path> whole = Files.list(temp.resolve("store/sha256"))) {
            assertEquals(0, whole.count());
        }
        List<Long> asked = new ArrayList<>();
        byte[] got = DiskBlobStore.in(temp.resolve("store"), 1L << 30, Duration.ofMillis(1)).bytes(BLOB, offset -> {
            asked.add(offset);
            return new BlobSource.Part(new ByteArrayInputStream(CONTENT, (int) offset, CONTENT.length - (int) offset), offset);
        }, Progress.NONE);
        assertArrayEquals(CONTENT, got);
        assertEquals(1, asked.size());
        assertTrue(asked.getFirst() >= CONTENT.length / 2, "starts again at " + asked);
    }

    @Test
    void processesShareOneTransfer() throws Exception {
        List<Process> pullers = List.of(puller(), puller(), puller());
        awaitHalf();
        Files.createFile(temp.resolve("go"));
        for (Process puller : pullers) {
            assertEquals(0, puller.waitFor(), Files.readString(temp.resolve("out")));
        }
        assertEquals("0\n", Files.readString(log()));
    }
}
