package dev.gyre.blobs.internal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.config.Position;
import dev.gyre.api.files.UserFolders;
import dev.gyre.blobs.Blob;
import dev.gyre.blobs.BlobSource;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;
import dev.gyre.blobs.http.RegistryRules;

/**
 * The container's store, opened when it is first used: a start that pulls nothing does not touch it. Without it nothing is pulled, so that a
 * configuration with an unknown key, which may have meant a rule, allows nothing at the start; a changed one leaves in force what was. Thread-safe.
 */
@Component(service = {BlobStore.class, RegistryRules.class}, configurationPid = BlobStoreService.PID)
@Designate(ocd = BlobsConfig.class)
public final class BlobStoreService implements BlobStore, RegistryRules {
    static final String PID = "dev.gyre.blobs";
    /** Framework property: a folder. */
    static final String PROPERTY = "gyre.blobs.dir";
    private static final Logger LOG = LoggerFactory.getLogger(BlobStoreService.class);

    private final Optional<Path> usual;
    private volatile BlobSettings settings;
    private volatile BlobStore open;

    /** @throws ConfigException for what cannot be used */
    @Activate
    public BlobStoreService(BundleContext context, BlobsConfig config, Map<String, Object> properties) {
        this(Optional.ofNullable(context.getProperty(PROPERTY)).map(Path::of)
                .or(() -> UserFolders.cache(System.getenv(), Optional.ofNullable(System.getProperty("user.home"))).map(cache -> cache.resolve("blobs"))), config, properties);
    }

    /** @param usual the folder when the configuration says none */
    BlobStoreService(Optional<Path> usual, BlobsConfig config, Map<String, Object> properties) {
        Configurations.allowOnly(BlobsConfig.class, PID, properties);
        this.usual = usual;
        settings = BlobSettings.of(config, usual);
    }

    /** Holds for what is asked for from now on; transfers that run end where they began. */
    @Modified
    synchronized void modified(BlobsConfig config, Map<String, Object> properties) {
        settings = Configurations.changed(settings, BlobsConfig.class, PID, properties, () -> opened(BlobSettings.of(config, usual)), LOG::error);
    }

    /** A store that can be used gives way to none that cannot. */
    private BlobSettings opened(BlobSettings next) {
        if (!next.sameStore(settings)) {
            try {
                open = next.open();
            } catch (GyreException e) {
                throw new ConfigException(Position.of("configuration " + PID), "folder", e.getMessage());
            }
        }
        return next;
    }

    private BlobStore store() {
        BlobStore store = open;
        if (store == null) {
            synchronized (this) {
                if (open == null) {
                    open = settings.open();
                }
                store = open;
            }
        }
        return store;
    }

    @Override
    public void check(String server) {
        settings.rules().check(server);
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
