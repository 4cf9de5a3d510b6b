package dev.gyre.loader.local.internal.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.FileSpec;
import dev.gyre.api.app.Mount;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.files.Folders;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.loader.local.internal.Failures;
import dev.gyre.loader.local.internal.Sha256;

/**
 * Copies what components ask for in {@code files} to folders of their own (Spin 0.1 to 1.5,
 * {@code crates/loader/src/local/assets.rs}). For one application and one thread; blocks on disk.
 */
public final class FileStager {
    private static final Logger LOG = LoggerFactory.getLogger(FileStager.class);
    private static final Pattern UNSAFE = Pattern.compile("[^-_a-zA-Z0-9]");
    private static final int MAX_NAME = 100;
    private static final String GUEST_ROOT = "/";
    /** {@code gyre up --direct-mounts}. */
    private static final String DIRECT = "direct-mounts";

    private final AppFolder folder;
    private final FileCollector collector;
    private final LoadOptions options;
    private final List<Path> made = new ArrayList<>();

    public FileStager(AppFolder folder, FileLimits limits, LoadOptions options) {
        this.folder = folder;
        this.collector = new FileCollector(folder, limits);
        this.options = options;
    }

    /**
     * @return the mount of the staged files; none when the component asks for no files
     * @throws ConfigException when they cannot be staged; {@link #discard} then takes back what was
     */
    public List<Mount> stage(Component component) {
        if (component.files().isEmpty()) {
            return List.of();
        }
        if (options.source().containsKey(DIRECT)) {
            return direct(component);
        }
        List<Asset> assets = collector.collect(component);
        Path target = folder.staging().resolve("assets").resolve(folderName(component.id()));
        try {
            Folders.delete(target); // of an earlier run with the same staging folder
            made.add(target);
            new AssetCopier(target, options.transientWrites()).copy(assets);
        } catch (IOException e) {
            throw failed(component, "cannot stage files in " + target + ": " + Failures.reason(e));
        } catch (GyreException e) {
            throw failed(component, e.getMessage());
        }
        return List.of(new Mount(target, GUEST_ROOT, options.transientWrites()));
    }

    /** The folders themselves, as {@code FilesMountStrategy::Direct} of Spin. */
    private List<Mount> direct(Component component) {
        if (!component.excludeFiles().isEmpty()) {
            throw failed(component, "--direct-mounts gives guests whole folders, so there can be no exclude_files");
        }
        List<Mount> mounts = new ArrayList<>();
        for (FileSpec spec : component.files()) {
            if (!(spec instanceof FileSpec.Directory directory)) {
                throw failed(component, "--direct-mounts needs folders, { source = \"...\", destination = \"...\" }, and not patterns");
            }
            try {
                mounts.add(new Mount(folder.directory(directory.source()).toRealPath(), directory.destination(), options.transientWrites()));
            } catch (IOException | GyreException e) {
                throw failed(component, e instanceof IOException io ? Failures.reason(io) : e.getMessage());
            }
        }
        return List.copyOf(mounts);
    }

    private static ConfigException failed(Component component, String problem) {
        return new ConfigException(component.position(), component.place().field("files"), "component \"" + component.id() + "\": " + problem);
    }

    /** Removes everything that was staged. */
    public void discard() {
        for (Path target : made) {
            try {
                Folders.delete(target);
            } catch (IOException e) {
                LOG.warn("cannot remove staged files in {}: {}", target, e.toString());
            }
        }
    }

    /** Readable, and different for different ids on every file system. */
    static String folderName(String id) {
        String readable = UNSAFE.matcher(id).replaceAll("_");
        return readable.substring(0, Math.min(MAX_NAME, readable.length())) + "_" + Sha256.hex(id);
    }
}
