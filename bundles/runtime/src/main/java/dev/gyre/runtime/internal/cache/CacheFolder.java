package dev.gyre.runtime.internal.cache;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.files.UserFolders;

/** Decides where compiled modules are kept. Stateless. */
public final class CacheFolder {
    /** Framework property: a folder, or {@code off}. */
    public static final String PROPERTY = "gyre.cache.dir";
    private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);

    private CacheFolder() {
    }

    /**
     * The cache the user wants.
     *
     * @param configured value of {@link #PROPERTY}; without it the cache is below {@code $XDG_CACHE_HOME} or {@code ~/.cache}
     */
    public static CompileCache cache(Optional<String> configured, Map<String, String> environment, Optional<String> home, long maxBytes) {
        if (configured.equals(Optional.of("off")) || maxBytes == 0) {
            return CompileCache.NONE;
        }
        try {
            return configured.map(Path::of).or(() -> UserFolders.cache(environment, home).map(c -> c.resolve("compiled")))
                    .map(folder -> DiskCompileCache.in(folder, maxBytes))
                    .orElseGet(() -> {
                        LOG.warn("compiled modules are not kept: there is no home folder; set {}", PROPERTY);
                        return CompileCache.NONE;
                    });
        } catch (InvalidPathException e) {
            LOG.warn("compiled modules are not kept: {} is no folder: {}", PROPERTY, e.getMessage());
            return CompileCache.NONE;
        }
    }
}
