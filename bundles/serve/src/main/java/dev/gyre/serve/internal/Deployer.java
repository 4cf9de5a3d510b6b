package dev.gyre.serve.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.runtime.MissingException;
import dev.gyre.cli.RuntimeConfig;

/** Makes deployments of what files of {@code apps/} say. Thread-safe; blocks on loaders and compilers. */
final class Deployer {
    private static final String HTTP = "http";
    private static final String LISTEN = "listen";

    private final Services services;
    private final ServerFolder folder;
    private final Optional<String> listen;

    /** @param listen address of applications that name none */
    Deployer(Services services, ServerFolder folder, Optional<String> listen) {
        this.services = services;
        this.folder = folder;
        this.listen = listen;
    }

    /** An application with its files staged, not deployed yet. */
    record Loaded(String text, String from, Application application, Path staging, Optional<Duration> follow, Beside beside) {
        void discard() {
            ServerFolder.remove(staging);
        }
    }

    /**
     * @param source how messages name the text
     * @throws GyreException when it cannot be loaded; nothing is left of it
     */
    Loaded load(String text, String source) {
        ConfigTable table = services.reader().table(text, source);
        AppText app = AppText.of(table, folder.apps());
        Beside beside = beside(text, source);
        RuntimeConfig runtimeConfig = runtimeConfig(app);
        Path staging = folder.staging();
        try {
            Application loaded = services.loader(app.scheme()).load(app.reference(), new LoadOptions(staging, app.transientWrites(), app.source()));
            AppText.check(table, loaded);
            Application told = loaded.withComponents(loaded.components().stream().map(c -> c.withEnvironment(app.environment())).toList());
            Application set = told.withSettings(app.settings().over(told.settings()).over(defaults(told)));
            return new Loaded(text, app.from(), runtimeConfig.over(set, services.sections()), staging, app.follow(), beside);
        } catch (LinkageError e) {
            ServerFolder.remove(staging);
            throw new GyreException("the loader for \"" + app.scheme() + "\" was replaced while it worked (" + e + ")", e);
        } catch (RuntimeException e) {
            ServerFolder.remove(staging);
            throw e;
        }
    }

    private RuntimeConfig runtimeConfig(AppText app) {
        return app.runtimeConfig().map(file -> RuntimeConfig.read(file, services.reader()::table)).orElse(RuntimeConfig.NONE);
    }

    /** The files beside it that an application of this text is loaded with, as far as that can be told. */
    Beside beside(String text, String source) {
        List<Path> files = new ArrayList<>();
        try {
            AppText app = AppText.of(services.reader().table(text, source), folder.apps());
            app.runtimeConfig().ifPresent(files::add);
            files.addAll(runtimeConfig(app).files(services.sections()));
        } catch (GyreException e) {
            // whoever loads it says so
        }
        return Beside.now(files);
    }

    /**
     * What the reference in a text stands for now, where references change.
     *
     * @throws GyreException when that cannot be found out
     */
    Optional<String> version(String text, String source) {
        AppText app = AppText.of(services.reader().table(text, source), folder.apps());
        return services.loader(app.scheme()).version(app.reference(), new LoadOptions(folder.apps(), app.transientWrites(), app.source()));
    }

    private ConfigTable defaults(Application application) {
        Position position = Position.of("option --listen");
        if (listen.isEmpty() || application.bindings().stream().noneMatch(b -> b.type().equals(HTTP))) {
            return ConfigTable.empty("", position);
        }
        ConfigTable http = new ConfigTable(HTTP, position, Map.of(LISTEN, new ConfigValue(listen.get(), position)));
        return new ConfigTable("", position, Map.of(HTTP, new ConfigValue(http, position)));
    }

    /**
     * Serves it, in the place of another version if there is one, which then leaves by itself.
     *
     * @throws GyreException when it cannot be; nothing is left of it, and the other goes on
     */
    Serving serve(String name, Loaded loaded, Optional<Serving> before) {
        try {
            Deployments runtime = runtime();
            Application application = loaded.application().named(name);
            DeployOptions options = options(name, application);
            Deployment made = before.filter(b -> b.isIn(runtime)).map(b -> b.deployment().replace(application, options))
                    .orElseGet(() -> runtime.deploy(application, options));
            before.ifPresent(Serving::closeBehind);
            return new Serving(loaded.text(), loaded.from(), made, runtime, loaded.staging(), loaded.follow(), loaded.beside());
        } catch (RuntimeException e) {
            loaded.discard();
            throw e;
        }
    }

    /**
     * Serves the same version in the runtime there is now; the one it was in has gone.
     *
     * @throws GyreException when it cannot be; its files are still there
     */
    Serving again(String name, Serving lost) {
        Deployments runtime = runtime();
        Application application = lost.deployment().application();
        return new Serving(lost.text(), lost.from(), runtime.deploy(application, options(name, application)), runtime, lost.staging(), lost.follow(), lost.beside());
    }

    private Deployments runtime() {
        return services.runtime().orElseThrow(() -> new MissingException("waits for a runtime (bundle dev.gyre.runtime)"));
    }

    private DeployOptions options(String name, Application application) {
        RuntimeConfig runtimeConfig = new RuntimeConfig(application.runtimeConfig());
        return new DeployOptions(Map.of(), runtimeConfig.logDir().or(() -> Optional.of(folder.logs(name))), new DeployOptions.Follow.None(), Optional.empty(),
                runtimeConfig.stateDir().or(() -> Optional.of(folder.kept(name))));
    }
}
