package dev.gyre.cli.internal.up;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Variable;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.host.InitialData;
import dev.gyre.api.host.RuntimeConfigSection;
import dev.gyre.api.host.TemplateResolver;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.cli.Command;
import dev.gyre.cli.RuntimeConfig;
import dev.gyre.cli.ServingState;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;
import dev.gyre.cli.internal.AppSource;
import dev.gyre.cli.internal.build.BuildCommand;

/** {@code gyre up}: loads one application and serves it until it is stopped. Thread-safe. */
@Component(service = {Command.class, UpCommand.class}, property = Command.PROPERTY + "=up")
public final class UpCommand implements Command {
    private static final Duration SERVICES = Duration.ofSeconds(15);
    private static final Duration START = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Latest<Deployments> deployments = new Latest<>();
    private final LatestByKey<AppLoader> loaders = new LatestByKey<>();
    private final LatestByKey<RuntimeConfigSection> sections = new LatestByKey<>();
    private final LatestByKey<InitialData> data = new LatestByKey<>();
    private final Latest<ManifestReader> reader = new Latest<>();
    private final Latest<TemplateResolver> templates = new Latest<>();
    private final Latest<Consumer<String>> trace = new Latest<>();
    private final Optional<BundleContext> context;

    @Activate
    public UpCommand(BundleContext context) {
        this(Optional.of(context));
    }

    UpCommand(Optional<BundleContext> context) {
        this.context = context;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindDeployments(Deployments service) {
        deployments.set(service);
    }

    void unbindDeployments(Deployments service) {
        deployments.clear(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindReader(ManifestReader service) {
        reader.set(service);
    }

    void unbindReader(ManifestReader service) {
        reader.clear(service);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindTemplates(TemplateResolver service) {
        templates.set(service);
    }

    void unbindTemplates(TemplateResolver service) {
        templates.clear(service);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindLoader(AppLoader loader, Map<String, Object> properties) {
        loaders.at((String) properties.get(AppLoader.PROPERTY)).set(loader);
    }

    void unbindLoader(AppLoader loader, Map<String, Object> properties) {
        loaders.at((String) properties.get(AppLoader.PROPERTY)).clear(loader);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, target = "(" + RuntimeConfigSection.PROPERTY + "=*)")
    void bindSection(RuntimeConfigSection section, Map<String, Object> properties) {
        RuntimeConfig.keys(properties).forEach(key -> sections.at(key).set(section));
    }

    void unbindSection(RuntimeConfigSection section, Map<String, Object> properties) {
        RuntimeConfig.keys(properties).forEach(key -> sections.at(key).clear(section));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, target = "(" + InitialData.PROPERTY + "=*)")
    void bindData(InitialData service, Map<String, Object> properties) {
        data.at((String) properties.get(InitialData.PROPERTY)).set(service);
    }

    void unbindData(InitialData service, Map<String, Object> properties) {
        data.at((String) properties.get(InitialData.PROPERTY)).clear(service);
    }

    /** Takes the names of phases of the start, when the launcher was asked to print them. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, target = "(gyre.trace=true)")
    void bindTrace(Consumer<String> phases) {
        trace.set(phases);
    }

    void unbindTrace(Consumer<String> phases) {
        trace.clear(phases);
    }

    @Override
    public List<Option> options() {
        return UpOptions.OPTIONS;
    }

    @Override
    public int run(List<String> arguments) {
        return run(arguments, Optional.empty());
    }

    /** @param watch follows the application's files while it serves */
    int run(List<String> arguments, Optional<Watch> watch) {
        UpOptions options = UpOptions.parse(arguments, System.getenv());
        if (options.help()) {
            String what = watch.isPresent() ? "Run a Spin application until Ctrl-C and follow its files: a new version serves from the next request on\n\n"
                    + "Usage: gyre watch [--skip-build] [options]\n\nOptions:\n" : "Run a Spin application until Ctrl-C\n\nUsage: gyre up [options]\n\nOptions:\n";
            System.out.print(what + Arguments.help(UpOptions.OPTIONS));
            return 0;
        }
        if (options.build()) {
            if (!options.scheme().equals(AppSource.LOCAL)) {
                throw new UsageException("option '--build' is for an application in a folder");
            }
            BuildCommand.build(reader(), options.reference(), options.profile(), options.components());
        }
        // health checks cost the start something: only who asks for them has them
        Optional<ServingState.Shown> shown = context.filter(c -> options.state().healthAddress().isPresent()).map(options.state()::show);
        try {
            boolean over = false;
            while (!over) {
                over = isOver(options, watch);
            }
        } finally {
            shown.ifPresent(ServingState.Shown::close);
        }
        return 0;
    }

    /** Whoever watches the files gets another try with what is saved next; everybody else is told what is wrong. */
    private boolean isOver(UpOptions options, Optional<Watch> watch) {
        watch.ifPresent(w -> w.begin(options,
                () -> Selection.of(BuildCommand.read(reader(), options.reference(), options.profile()), options.components())));
        try {
            serve(options, watch);
            return true;
        } catch (GyreException e) {
            if (watch.filter(w -> w.awaitSave(e)).isEmpty()) {
                throw e;
            }
            return false;
        }
    }

    private void serve(UpOptions options, Optional<Watch> watch) {
        try (Live live = new Live(load(options, options.temp()))) {
            Application app = live.application();
            RuntimeConfig runtime = new RuntimeConfig(app.runtimeConfig());
            watch.ifPresent(w -> w.loaded(app));
            Followed.check(app, options.follow());
            Variables variables = Variables.of(options.variables(), this::toml);
            variables.check(app);
            phase("load application");
            Optional<Path> state = StateFolder.of(app, options.stateDir().or(runtime::stateDir));
            Optional<Path> logs = StateFolder.logs(state, options.logDir().or(runtime::logDir));
            logs.filter(l -> options.truncateLogs()).ifPresent(StateFolder::truncate);
            try (Variables.Offer offer = variables.offer(context, app); FirstData first = new FirstData(options.data(), data, app, state)) {
                checkRequired(app);
                DeployOptions how = new DeployOptions(Map.of("http", options.http()), logs, options.follow(), options.engine(), state, first::put);
                serve(live, how, new Around(state, options.state(), options.json(), first), current -> watch.ifPresentOrElse(
                        w -> w.follow(live, () -> load(options, Optional.empty()), () -> deployments.peek().filter(d -> d == current).isPresent()),
                        () -> deployments.awaitGone(current)));
            }
        }
    }

    /** As today's Spin does; what was written for an older one may have variables that nobody reads. Providers may still be on their way. */
    private void checkRequired(Application app) {
        if (app.info().manifestVersion() < 2 || app.variables().values().stream().noneMatch(Variable::required)) {
            return;
        }
        long end = System.nanoTime() + START.toNanos();
        List<String> missing = missing(app);
        while (!missing.isEmpty() && System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK.toNanos());
            missing = missing(app);
        }
        if (!missing.isEmpty()) {
            String first = missing.getFirst();
            throw new DeployException("no provider has a value for required variable(s) of the application: " + String.join(", ", missing) + "; give one with --variable " + first
                    + "=..., in the environment as SPIN_VARIABLE_" + first.toUpperCase(Locale.ROOT) + ", or by a provider of the file of --runtime-config-file");
        }
    }

    private List<String> missing(Application app) {
        return templates.await(START).map(t -> t.missing(app)).orElse(List.of());
    }

    private ConfigTable toml(String text, String file) {
        return reader().table(text, file);
    }

    private ManifestReader reader() {
        return reader.await(START).orElseThrow(() -> new DeployException("no bundle reads TOML (dev.gyre.manifest)"));
    }

    private Live.Version load(UpOptions options, Optional<Path> folder) {
        RuntimeConfig runtime = options.runtimeConfig().map(file -> RuntimeConfig.read(file, this::toml)).orElse(RuntimeConfig.NONE);
        AppLoader loader = loader(options.scheme());
        Staging staging = Staging.open(folder);
        try {
            Application all = loader.load(options.reference(), new LoadOptions(staging.folder(), options.transientWrites(), options.source(), options.profile()));
            Application chosen = withEnvironment(Selection.of(all, options.components()), options);
            return new Live.Version(withSettings(runtime.over(chosen, known()), options.settings()), staging);
        } catch (RuntimeException e) {
            staging.close();
            throw e;
        }
    }

    private RuntimeConfig.Sections known() {
        return new RuntimeConfig.Sections() {
            @Override
            public Optional<RuntimeConfigSection> at(String key) {
                return sections.at(key).await(START);
            }

            @Override
            public Set<String> known() {
                return sections.known();
            }
        };
    }

    private AppLoader loader(String scheme) {
        Duration patience = scheme.equals(AppSource.LOCAL) ? SERVICES : START; // others are plug-ins
        return loaders.at(scheme).await(patience)
                .orElseThrow(() -> new DeployException("no " + scheme + " loader is installed: no bundle provides an AppLoader with "
                        + AppLoader.PROPERTY + "=" + scheme));
    }

    private static Application withSettings(Application app, ConfigTable settings) {
        return app.withSettings(settings.over(app.settings()));
    }

    private static Application withEnvironment(Application app, UpOptions options) {
        return app.withComponents(app.components().stream().map(c -> c.withEnvironment(options.environment())).toList());
    }

    /** What others have to do with what serves: where its state is kept, who is told how far it is and how, and what is put there first. */
    private record Around(Optional<Path> folder, ServingState state, boolean json, FirstData data) {
    }

    /**
     * Serves until the thread is interrupted; a runtime that is replaced meanwhile is given the application again.
     *
     * @param meanwhile what to do until a runtime has gone or the thread is interrupted
     */
    private void serve(Live live, DeployOptions options, Around around, Consumer<Deployments> meanwhile) {
        Deployments service = deployments.await(SERVICES)
                .orElseThrow(() -> new DeployException("no runtime is installed (bundle dev.gyre.runtime)"));
        try (StateService controllable = new StateService(context, around.folder)) {
            boolean stopped = false;
            while (!stopped) {
                Deployment deployment = live.deploy(service, options);
                boolean stays = false;
                try {
                    phase("deploy");
                    awaitRunning(deployment, around.data);
                    controllable.offer(); // also while a runtime is replaced: whoever asked for that is to get an answer
                    phase("state");
                    (around.json ? ServedRoutes.json(deployment) : deployment.announcement()).forEach(System.out::println);
                    around.state.serving();
                    meanwhile.accept(service);
                    // closing blocks, which a pending interrupt would cut short
                    stopped = Thread.interrupted();
                    stays = !stopped;
                    if (stopped) {
                        around.state.stopping();
                        controllable.close();
                    }
                } finally {
                    around.state.interrupted();
                    live.undeploy(stays);
                }
                if (!stopped) {
                    Optional<Deployments> next = deployments.await();
                    stopped = next.isEmpty();
                    service = next.orElse(service);
                }
            }
        }
    }

    private static void awaitRunning(Deployment deployment, FirstData data) {
        long end = System.nanoTime() + START.toNanos();
        while (deployment.state() == Deployment.State.WAITING) {
            data.check();
            if (System.nanoTime() > end) {
                throw new DeployException("the application cannot serve, as it waits for " + String.join("; ", deployment.waitingFor()));
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void phase(String name) {
        trace.peek().ifPresent(t -> t.accept(name));
    }
}
