package dev.gyre.runtime.internal.cache;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.files.PrivateFiles;

/** Keeps the cache within its size: removes what was used longest ago, and what a killed process left. Thread-safe. */
final class CacheTrim {
    static final String ENTRY = ".gyrec";
    /** A write takes seconds; who was stopped for longer in the middle of one finds its file gone, and nothing is kept. */
    private static final Duration ABANDONED = Duration.ofMinutes(10);
    private static final Logger LOG = LoggerFactory.getLogger(CacheTrim.class);

    /** @param whole whether it can be removed: what somebody writes now only counts */
    private record Entry(Path path, long size, Instant used, boolean whole) {
    }

    private final Path folder;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();

    CacheTrim(Path folder, long maxBytes) {
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    long maxBytes() {
        return maxBytes;
    }

    /** Looks at the folder. Other processes may be doing the same. */
    void run() throws IOException {
        lock.lock();
        try {
            List<Entry> all = entries();
            long total = all.stream().mapToLong(Entry::size).sum();
            if (total <= maxBytes) {
                return;
            }
            List<Entry> entries = all.stream().filter(Entry::whole).sorted(Comparator.comparing(Entry::used)).toList();
            // A little more than needed, so that not every store has to.
            long goal = maxBytes - maxBytes / 10;
            for (Entry entry : entries) {
                if (total <= goal || total <= maxBytes && entry == entries.getLast()) {
                    return;
                }
                if (removed(entry.path)) {
                    total -= entry.size;
                }
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
                    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    Instant used = attributes.lastModifiedTime().toInstant();
                    boolean whole = file.toString().endsWith(ENTRY);
                    if (!attributes.isRegularFile() || !whole && !file.toString().endsWith(PrivateFiles.TEMPORARY)) {
                        continue;
                    }
                    if (whole || used.isAfter(abandoned) || !removed(file)) {
                        out.add(new Entry(file, attributes.size(), used, whole));
                    }
                } catch (NoSuchFileException e) {
                    // another process removed it meanwhile
                }
            }
        }
        return out;
    }

    /** What cannot be removed does not keep others from being. */
    private static boolean removed(Path file) {
        try {
            Files.deleteIfExists(file);
            return true;
        } catch (IOException e) {
            LOG.debug("{} cannot be removed: {}", file, e.toString());
            return false;
        }
    }
}
