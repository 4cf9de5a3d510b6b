package dev.gyre.runtime.internal.cache;

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

import dev.gyre.api.files.PrivateFiles;

/** Keeps the cache within its size: removes what was used longest ago, and what a killed process left. Thread-safe. */
final class CacheTrim {
    static final String ENTRY = ".gyrec";
    private static final Duration ABANDONED = Duration.ofHours(1);

    private record Entry(Path path, long size, Instant used) {
    }

    private final Path folder;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();

    CacheTrim(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /** Looks at the folder after an entry was added. Other processes may be doing the same. */
    void run() throws IOException {
        lock.lock();
        try {
            List<Entry> entries = entries();
            long total = entries.stream().mapToLong(Entry::size).sum();
            if (total <= maxBytes) {
                return;
            }
            entries.sort(Comparator.comparing(Entry::used));
            // A little more than needed, so that not every store has to.
            long goal = maxBytes - maxBytes / 10;
            for (Entry entry : entries) {
                if (total <= goal) {
                    return;
                }
                Files.deleteIfExists(entry.path);
                total -= entry.size;
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Entry> entries() throws IOException {
        List<Entry> out = new ArrayList<>();
        Instant abandoned = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                try {
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                    Instant used = attributes.lastModifiedTime().toInstant();
                    if (file.toString().endsWith(ENTRY)) {
                        out.add(new Entry(file, attributes.size(), used));
                    } else if (file.toString().endsWith(PrivateFiles.TEMPORARY) && used.isBefore(abandoned)) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException e) {
                    // another process removed it meanwhile
                }
            }
        }
        return out;
    }
}
