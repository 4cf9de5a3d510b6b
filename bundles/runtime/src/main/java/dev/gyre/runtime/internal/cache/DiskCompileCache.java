package dev.gyre.runtime.internal.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
 * this very key. When the folder gets too large, what was not used for longest goes.
 *
 * <p>Thread-safe and safe for several processes; blocks on the disk. A disk that fails costs the entry and one warning.
 */
public final class DiskCompileCache implements CompileCache {
    private static final Logger LOG = LoggerFactory.getLogger(DiskCompileCache.class);

    private final Path folder;
    private final Seal seal;
    private final CacheTrim trim;
    private final AtomicBoolean warned = new AtomicBoolean();

    private DiskCompileCache(Path folder, Seal seal, CacheTrim trim) {
        this.folder = folder;
        this.seal = seal;
        this.trim = trim;
    }

    /**
     * A cache in that folder, or none when it cannot be used safely; then a warning says why.
     *
     * @param maxBytes of all entries
     */
    public static CompileCache in(Path folder, long maxBytes) {
        try {
            PrivateFiles.folder(folder);
            return new DiskCompileCache(folder, Seal.in(folder), new CacheTrim(folder, maxBytes));
        } catch (IOException | RuntimeException e) {
            LOG.warn("compiled modules are not kept, each start compiles anew: {} cannot be used: {}", folder, e.getMessage());
            return CompileCache.NONE;
        }
    }

    @Override
    public Optional<byte[]> load(Key key) {
        CacheEntry entry = CacheEntry.of(key);
        Path file = folder.resolve(entry.fileName());
        try {
            Optional<byte[]> artefact = entry.open(Files.readAllBytes(file), seal);
            if (artefact.isPresent()) {
                used(file);
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

    @Override
    public void store(Key key, byte[] artefact) {
        CacheEntry entry = CacheEntry.of(key);
        try {
            PrivateFiles.replace(folder.resolve(entry.fileName()), entry.seal(artefact, seal));
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
