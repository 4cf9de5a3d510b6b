package dev.gyre.cli.internal.up;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.host.RuntimeConfigSection;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.cli.RuntimeConfig;
import dev.gyre.cli.internal.AppSource;

/**
 * Loads what the command line asks for, with services that may still be on their way. Thread-safe; blocks.
 *
 * @param reader fails when nobody reads TOML
 */
record AppLoading(LatestByKey<AppLoader> loaders, LatestByKey<RuntimeConfigSection> sections, Supplier<ManifestReader> reader) {
    private static final Duration OWN = Duration.ofSeconds(15);
    private static final Duration PLUG_IN = Duration.ofSeconds(3);

    /**
     * @param folder for the staged files; one of its own without it
     * @throws dev.gyre.api.GyreException when it cannot be loaded, or nobody loads the like
     */
    Live.Version load(UpOptions options, Optional<Path> folder) {
        RuntimeConfig runtime = options.runtimeConfig().map(file -> RuntimeConfig.read(file, this::toml)).orElse(RuntimeConfig.NONE);
        AppLoader loader = loader(options.scheme());
        Staging staging = Staging.open(folder);
        try {
            Application all = loader.load(options.reference(), new LoadOptions(staging.folder(), options.transientWrites(), options.source(), options.profile()));
            Application chosen = Selection.of(all, options.components());
            Application app = runtime.over(chosen.withComponents(chosen.components().stream().map(c -> c.withEnvironment(options.environment())).toList()), known());
            return new Live.Version(app.withSettings(options.settings().over(app.settings())), staging);
        } catch (RuntimeException e) {
            staging.close();
            throw e;
        }
    }

    private AppLoader loader(String scheme) {
        return loaders.at(scheme).await(scheme.equals(AppSource.LOCAL) ? OWN : PLUG_IN)
                .orElseThrow(() -> new DeployException("no " + scheme + " loader is installed: no bundle provides an AppLoader with "
                        + AppLoader.PROPERTY + "=" + scheme));
    }

    ConfigTable toml(String text, String file) {
        return reader.get().table(text, file);
    }

    private RuntimeConfig.Sections known() {
        return new RuntimeConfig.Sections() {
            @Override
            public Optional<RuntimeConfigSection> at(String key) {
                return sections.at(key).await(PLUG_IN);
            }

            @Override
            public Set<String> known() {
                return sections.known();
            }
        };
    }
}
