package dev.gyre.runtime.internal.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.files.PrivateFiles;

/**
 * Compiled modules in a folder of the user's own, shared by all processes of that user. An entry is written beside its place
 * and moved there, so that nobody sees half of one; it is read only if its seal shows that this user's Gyre wrote it under
 * this very key. When the folder gets too large, what was not used for longest goes. It may be deleted at any time.
 *
 * <p>Thread-safe and safe for several processes; blocks on the disk. A disk that fails costs the entry and one warning.
 */
public final class DiskCompileCache implements CompileCache {
    private static final Logger LOG = LoggerFactory.getLogger(DiskCompileCache.class);

    /** No array, and so no artefact, is longer. */
    private static final long LONGEST = Integer.MAX_VALUE - 8L;

    private final Path folder;
    private final CacheTrim trim;
    private final AtomicBoolean warned = new AtomicBoolean();
    /** Whether this process has looked what others left. */
    private final AtomicBoolean looked = new AtomicBoolean();

    private DiskCompileCache(Path folder, CacheTrim trim) {
        this.folder = folder;
        this.trim = trim;
    }

    /**
     * A cache in that folder, or none when it cannot be used safely; then a warning says why.
     *
     * @param maxBytes of all entries
     */
    public static CompileCache in(Path folder, long maxBytes) {
        try {
            seal(folder);
            return new DiskCompileCache(folder, new CacheTrim(folder, maxBytes));
        } catch (IOException | RuntimeException e) {
            LOG.warn("compiled modules are not kept, each start compiles anew: {} cannot be used: {}", folder, e.getMessage());
            return CompileCache.NONE;
        }
    }

    /** Asked for each time: who deletes the folder gets one with another secret, and all processes have to agree on one. */
    private static Seal seal(Path folder) throws IOException {
        PrivateFiles.folder(folder);
        return Seal.in(folder);
    }

    @Override
    public Optional<byte[]> load(Key key) {
        CacheEntry entry = CacheEntry.of(key);
        Path file = folder.resolve(entry.fileName());
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Optional<byte[]> artefact = found.isRegularFile() && found.size() <= LONGEST
                    ? entry.open(Files.readAllBytes(file), seal(folder)) : Optional.empty();
            if (artefact.isPresent()) {
                used(file);
                look();
            } else {
                LOG.warn("a compiled module in the cache is damaged or not this user's, and is removed: {}", file);
                Files.deleteIfExists(file);
            }
            return artefact;
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            warn("read", e);
            return Optional.empty();
        }
    }

    /** What was used last stays longest. Where nothing can be written nothing is removed either. */
    private static void used(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            LOG.debug("{} counts as unused: {}", file, e.toString());
        }
    }

    /** Once, and without holding up the start: who finds everything stores nothing, and what a killed process left would stay. */
    private void look() {
        if (looked.compareAndSet(false, true)) {
            Thread.ofVirtual().name("gyre-cache").start(() -> {
                try {
                    trim.run();
                } catch (IOException e) {
                    LOG.debug("{} was not looked through: {}", folder, e.toString());
                }
            });
        }
    }

    @Override
    public void store(Key key, byte[] artefact) {
        CacheEntry entry = CacheEntry.of(key);
        try {
            byte[] content = entry.seal(artefact, seal(folder));
            if (content.length > trim.maxBytes()) {
                LOG.warn("a compiled module of {} bytes is not kept, each start compiles it anew: the cache may have {} (cache-size)", content.length, trim.maxBytes());
                return;
            }
            PrivateFiles.replace(folder.resolve(entry.fileName()), content);
            trim.run();
        } catch (IOException e) {
            warn("written", e);
        }
    }

    private void warn(String what, Throwable e) {
        if (warned.compareAndSet(false, true)) {
            LOG.warn("the cache of compiled modules in {} cannot be {}: {}", folder, what, e.toString());
        }
    }
}
