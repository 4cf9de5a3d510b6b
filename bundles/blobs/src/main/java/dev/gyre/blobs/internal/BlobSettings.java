package dev.gyre.blobs.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Configurations;
import dev.gyre.blobs.BlobStore;

/** {@link BlobsConfig}, checked. */
record BlobSettings(Path folder, long maxBytes, AllowedRegistries rules) {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final String FOLDER = "folder";

    /**
     * @param usual the folder when the configuration says none
     * @throws dev.gyre.api.config.ConfigException for the first value that cannot be used
     */
    static BlobSettings of(BlobsConfig config, Optional<Path> usual) {
        ConfigTable table = table(config);
        Path folder = table.string(FOLDER).filter(f -> !f.isEmpty()).map(f -> path(table, f)).or(() -> usual)
                .orElseThrow(() -> table.error(FOLDER, "there is no home folder to keep what is pulled in; say one, or set the property " + BlobStoreService.PROPERTY));
        return new BlobSettings(folder, table.bytes("max-size").orElseThrow(), new AllowedRegistries(table.strings("allowed-registries")));
    }

    private static ConfigTable table(BlobsConfig config) {
        return Configurations.table(BlobsConfig.class, config, BlobStoreService.PID, Map.of());
    }

    private static Path path(ConfigTable table, String folder) {
        try {
            return Path.of(folder);
        } catch (InvalidPathException e) {
            throw table.badValue(FOLDER, "a path");
        }
    }

    /** @throws GyreException when the folder cannot be used */
    BlobStore open() {
        return DiskBlobStore.in(folder, maxBytes, PAUSE);
    }

    /** Whether one store serves both. */
    boolean sameStore(BlobSettings other) {
        return folder.equals(other.folder) && maxBytes == other.maxBytes;
    }
}
