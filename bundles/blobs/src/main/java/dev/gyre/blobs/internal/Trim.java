package dev.gyre.blobs.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import dev.gyre.blobs.Digest;

/** Keeps the store within its size: removes what was used longest ago, and what was never finished. Thread-safe. */
final class Trim {
    /** How long the rest of a transfer that broke off is kept. */
    private static final Duration ABANDONED = Duration.ofDays(7);
    /** Between two looks at the folder when this process has not filled it: others may have. */
    private static final long REST_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int NAMES = 10_000;

    private record Entry(Path path, long size, Instant used) {
    }

    private final Path blobs;
    private final Path partial;
    private final Path names;
    private final Stripes stripes;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private long next = System.nanoTime();
    /** Bytes of all blobs, as far as this process knows. */
    private long known;

    Trim(Path blobs, Path partial, Path names, Stripes stripes, long maxBytes) {
        this.blobs = blobs;
        this.partial = partial;
        this.names = names;
        this.stripes = stripes;
        this.maxBytes = maxBytes;
    }

    /** To be called when a blob was added, with no blob's lock held. Other processes may be doing the same. */
    void added(long bytes) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            known += bytes;
            if (known > maxBytes || System.nanoTime() - next >= 0) {
                trim();
                next = System.nanoTime() + REST_NANOS;
            }
        } finally {
            lock.unlock();
        }
    }

    private void trim() throws IOException, InterruptedException {
        Instant abandoned = Instant.now().minus(ABANDONED);
        List<Entry> unfinished = entries(partial);
        for (Entry entry : unfinished) {
            if (entry.used.isBefore(abandoned)) {
                remove(entry);
            }
        }
        List<Entry> remembered = entries(names);
        for (Entry entry : remembered.subList(0, Math.max(0, remembered.size() - NAMES))) {
            Files.deleteIfExists(entry.path);
        }
        List<Entry> whole = entries(blobs);
        known = whole.stream().mapToLong(Entry::size).sum();
        if (known <= maxBytes) {
            return;
        }
        // A little more than needed, so that not every blob has to.
        long goal = maxBytes - maxBytes / 10;
        for (Entry entry : whole) {
            if (known <= goal) {
                return;
            }
            remove(entry);
            known -= entry.size;
        }
    }

    /** What somebody is using at this moment waits for them; what they linked or copied stays with them. */
    private void remove(Entry entry) throws IOException, InterruptedException {
        String name = entry.path.getFileName().toString();
        if (name.length() == 64) {
            stripes.exclusively(new Digest(name), () -> Files.deleteIfExists(entry.path));
        } else {
            Files.deleteIfExists(entry.path);
        }
    }

    /** Those used longest ago first. */
    private static List<Entry> entries(Path folder) throws IOException {
        List<Entry> out = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                try {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    out.add(new Entry(file, attributes.size(), attributes.lastModifiedTime().toInstant()));
                } catch (NoSuchFileException e) {
                    // another process removed it meanwhile
                }
            }
        }
        out.sort(Comparator.comparing(Entry::used));
        return out;
    }
}
