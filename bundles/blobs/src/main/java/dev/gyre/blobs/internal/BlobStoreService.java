package dev.gyre.blobs.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.config.Quantity;
import dev.gyre.api.files.UserFolders;
import dev.gyre.blobs.Blob;
import dev.gyre.blobs.BlobSource;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;

/**
 * The container's store, opened when it is first used: a start that pulls nothing does not touch it. Without it nothing is pulled, so that a
 * configuration with an unknown key, which may have meant a rule, allows nothing. Thread-safe.
 */
@Component(service = BlobStore.class, configurationPid = BlobStoreService.PID)
@Designate(ocd = BlobsConfig.class)
public final class BlobStoreService implements BlobStore {
    static final String PID = "dev.gyre.blobs";
    /** Framework property: a folder. */
    private static final String PROPERTY = "gyre.blobs.dir";
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Path folder;
    private final long maxBytes;
    private volatile BlobStore open;

    @Activate
    public BlobStoreService(BundleContext context, BlobsConfig config, Map<String, Object> properties) {
        Configurations.allowOnly(BlobsConfig.class, PID, properties);
        this(folder(config, context.getProperty(PROPERTY), System.getenv(), System.getProperty("user.home")), config.max$_$size());
    }

    private BlobStoreService(Path folder, String maxSize) {
        this.folder = folder;
        this.maxBytes = Quantity.bytes(maxSize)
                .orElseThrow(() -> new GyreException("dev.gyre.blobs: max-size must be " + Quantity.BYTES + ", but is \"" + maxSize + "\""));
    }

    private static Path folder(BlobsConfig config, String property, Map<String, String> environment, String home) {
        if (!config.folder().isEmpty()) {
            return Path.of(config.folder());
        }
        return Optional.ofNullable(property).map(Path::of)
                .or(() -> UserFolders.cache(environment, Optional.ofNullable(home)).map(cache -> cache.resolve("blobs")))
                .orElseThrow(() -> new GyreException("there is no home folder to keep what is pulled in; set folder in dev.gyre.blobs, or " + PROPERTY));
    }

    private BlobStore store() {
        BlobStore store = open;
        if (store == null) {
            synchronized (this) {
                if (open == null) {
                    open = DiskBlobStore.in(folder, maxBytes, PAUSE);
                }
                store = open;
            }
        }
        return store;
    }

    @Override
    public void stage(Blob blob, BlobSource source, Path target, Staging how, Progress progress) {
        store().stage(blob, source, target, how, progress);
    }

    @Override
    public byte[] bytes(Blob blob, BlobSource source, Progress progress) {
        return store().bytes(blob, source, progress);
    }

    @Override
    public Optional<byte[]> find(Digest digest) {
        return store().find(digest);
    }

    @Override
    public OptionalLong size(Digest digest) {
        return store().size(digest);
    }

    @Override
    public Digest put(byte[] content) {
        return store().put(content);
    }

    @Override
    public void remember(String name, Digest digest) {
        store().remember(name, digest);
    }

    @Override
    public Optional<Digest> recall(String name) {
        return store().recall(name);
    }
}
