package dev.gyre.loader.local.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.app.Component;
import dev.gyre.api.app.FileSpec;
import dev.gyre.api.config.ConfigException;
import dev.gyre.loader.local.internal.Failures;

/** Finds the files the components of one application ask for. For one thread; blocks on disk. */
final class FileCollector {
    private static final Logger LOG = LoggerFactory.getLogger(FileCollector.class);
    private static final String EVERYTHING = "**/*";

    private final AppFolder folder;
    private final FileLimits limits;
    private long count;
    private long bytes;

    FileCollector(AppFolder folder, FileLimits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /**
     * The files of one component, one for each destination: patterns first, then placed folders, the later winning.
     *
     * @throws ConfigException when an entry of {@code files} cannot be used or goes beyond a limit
     */
    List<Asset> collect(Component component) {
        Exclusions exclusions = Exclusions.of(component);
        Map<Path, Asset> out = new LinkedHashMap<>();
        collect(component, FileSpec.Glob.class, exclusions, out);
        collect(component, FileSpec.Directory.class, exclusions, out);
        return new ArrayList<>(out.values());
    }

    private void collect(Component component, Class<? extends FileSpec> kind, Exclusions exclusions, Map<Path, Asset> out) {
        for (int i = 0; i < component.files().size(); i++) {
            FileSpec spec = component.files().get(i);
            if (!kind.isInstance(spec)) {
                continue;
            }
            String field = component.place().field("files[" + i + "]");
            try {
                long before = count;
                switch (spec) {
                    case FileSpec.Glob glob -> find(folder.path(), Path.of(""), RelativePaths.pattern(glob.pattern()), exclusions, out);
                    case FileSpec.Directory placed -> find(folder.directory(RelativePaths.source(placed.source())),
                            RelativePaths.destination(placed.destination()), EVERYTHING, exclusions, out);
                }
                if (count == before) {
                    LOG.warn("{}: {} of component \"{}\" stages no file: {}", spec.position(), field, component.id(), written(spec));
                }
            } catch (RefusedException e) {
                throw new ConfigException(spec.position(), field, "component \"" + component.id() + "\": " + e.getMessage());
            } catch (InvalidPathException e) {
                throw new ConfigException(spec.position(), field, "component \"" + component.id() + "\": \"" + e.getInput().replace('\0', '?')
                        + "\" is no path of this system: " + e.getReason());
            } catch (IOException e) {
                throw new ConfigException(spec.position(), field, "component \"" + component.id() + "\": cannot read "
                        + (e instanceof java.nio.file.FileSystemException f ? f.getFile() : folder.path()) + ": " + Failures.reason(e));
            }
        }
    }

    private static String written(FileSpec spec) {
        return '"' + switch (spec) {
            case FileSpec.Glob glob -> glob.pattern();
            case FileSpec.Directory placed -> placed.source();
        } + '"';
    }

    private void find(Path start, Path below, String pattern, Exclusions exclusions, Map<Path, Asset> out) throws IOException {
        new GlobWalk(folder, (entry, real) -> {
            if (!exclusions.contain(folder.path().relativize(entry))) {
                Path destination = below.resolve(start.relativize(entry));
                out.put(destination, new Asset(real, destination));
                charge(Files.size(real));
            }
        }).walk(start, pattern);
    }

    private void charge(long size) {
        count++;
        bytes += size;
        if (count > limits.count()) {
            throw new RefusedException("more than " + limits.count() + " files would be staged; name fewer, or raise max-count in [files] of gyre.toml");
        }
        if (bytes > limits.bytes()) {
            throw new RefusedException("files of more than " + limits.bytes()
                    + " bytes would be staged; name fewer, or raise max-size in [files] of gyre.toml");
        }
    }
}
