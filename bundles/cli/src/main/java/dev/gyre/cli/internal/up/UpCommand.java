package dev.gyre.cli.internal.up;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import dev.gyre.api.host.InitialData;
import dev.gyre.api.host.RuntimeConfigSection;
import dev.gyre.api.host.TemplateResolver;
import dev.gyre.api.loader.AppLoader;
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

    private final Latest<Deployments> deployments = new Latest<>();
    private final LatestByKey<AppLoader> loaders = new LatestByKey<>();
    private final LatestByKey<RuntimeConfigSection> sections = new LatestByKey<>();
    private final LatestByKey<InitialData> data = new LatestByKey<>();
    private final Latest<ManifestReader> reader = new Latest<>();
    private final Latest<TemplateResolver> templates = new Latest<>();
    private final Latest<Consumer<String>> trace = new Latest<>();
    private final AppLoading loading = new AppLoading(loaders, sections, this::reader);
    private final RequiredVariables required = new RequiredVariables(templates);
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
        try (Live live = new Live(loading.load(options, options.temp()))) {
            Application app = live.application();
            RuntimeConfig runtime = new RuntimeConfig(app.runtimeConfig());
            watch.ifPresent(w -> w.loaded(app));
            Followed.check(app, options.follow());
            Variables variables = Variables.of(options.variables(), loading::toml);
            variables.check(app);
            phase("load application");
            Optional<Path> state = StateFolder.of(app, options.stateDir().or(runtime::stateDir));
            Optional<Path> logs = StateFolder.logs(state, options.logDir().or(runtime::logDir));
            logs.filter(l -> options.truncateLogs()).ifPresent(StateFolder::truncate);
            try (Variables.Offer offer = variables.offer(context, app); FirstData first = new FirstData(options.data(), data, app, state)) {
                required.check(app);
                DeployOptions how = new DeployOptions(Map.of("http", options.http()), logs, options.follow(), options.engine(), state, first::put);
                serve(live, how, new Around(state, options.state(), options.json(), first), current -> watch.ifPresentOrElse(
                        w -> w.follow(live, () -> loading.load(options, Optional.empty()), () -> deployments.peek().filter(d -> d == current).isPresent()),
                        () -> deployments.awaitGone(current)));
            }
        }
    }

    private ManifestReader reader() {
        return reader.await(START).orElseThrow(() -> new DeployException("no bundle reads TOML (dev.gyre.manifest)"));
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
