package dev.gyre.loader.local.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.BuildSpec;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.Dependency;
import dev.gyre.api.app.ModuleSource;

/** Finds the module of a component. For one thread; blocks on disk and network. */
final class ModuleResolver {
    static final long MAX_BYTES = 256L << 20;

    private final Path folder;
    private final ModuleFetcher fetcher;
    private final Function<ModuleSource.Parcel, Path> parcels;

    /**
     * @param folder  of the manifest, which file sources are relative to; they may lie outside of it
     * @param parcels fetches parcels of bindles, or says why it cannot
     */
    ModuleResolver(Path folder, ModuleFetcher fetcher, Function<ModuleSource.Parcel, Path> parcels) {
        this.folder = folder;
        this.fetcher = fetcher;
        this.parcels = parcels;
    }

    /**
     * @return a {@link ModuleSource.File} with an absolute path
     * @throws dev.gyre.api.config.ConfigException when it is not there or cannot be used
     */
    ModuleSource resolve(Component component) {
        try {
            return resolve(component.source(), component.build());
        } catch (GyreException e) {
            throw component.place().error("source", "component \"" + component.id() + "\": " + e.getMessage());
        }
    }

    /**
     * @return the dependency with a {@link ModuleSource.File} with an absolute path
     * @throws dev.gyre.api.config.ConfigException when it is not there or cannot be used
     */
    Dependency resolve(Dependency dependency) {
        try {
            return dependency.staged(resolve(dependency.source(), Optional.empty()));
        } catch (GyreException e) {
            throw dependency.place().error("path", e.getMessage());
        }
    }

    private ModuleSource resolve(ModuleSource source, Optional<BuildSpec> build) {
        return new ModuleSource.File(switch (source) {
            case ModuleSource.File file -> existing(file.path(), build);
            case ModuleSource.Url url -> fetcher.fetch(url);
            case ModuleSource.Package p -> throw new GyreException("the module is the package " + p.name() + " of a component registry,"
                    + " which needs a loader for those, and none is installed");
            case ModuleSource.Parcel parcel -> parcels.apply(parcel);
            case ModuleSource.Bytes bytes -> throw new IllegalStateException("a manifest holds no bytes");
        });
    }

    private Path existing(Path source, Optional<BuildSpec> spec) {
        Path module = folder.resolve(source);
        if (!Files.exists(module)) {
            String build = spec.map(BuildSpec::command)
                    .map(command -> "build the application first (its build command is: " + command + ")")
                    .orElse("build the application first, or correct the path");
            throw new GyreException("the module " + source + " does not exist (looked for " + module + "); " + build);
        }
        if (!Files.isRegularFile(module)) {
            throw new GyreException("the module " + source + (Files.isDirectory(module) ? " is a folder" : " is not a regular file")
                    + "; it must be a WebAssembly file");
        }
        if (!Files.isReadable(module)) {
            throw new GyreException("the module " + source + " cannot be read: permission denied");
        }
        try {
            if (Files.size(module) > MAX_BYTES) {
                throw new GyreException("the module " + source + " has " + Files.size(module) + " bytes; at most " + MAX_BYTES + " are allowed");
            }
            return module.toRealPath();
        } catch (IOException e) {
            throw new GyreException("the module " + source + " cannot be read: " + Failures.reason(e), e);
        }
    }
}
