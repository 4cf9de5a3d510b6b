package dev.gyre.run.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Place;
import dev.gyre.api.config.Position;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.cli.Command;
import dev.gyre.cli.args.Arguments;

/** {@code gyre run}: a program of WASI preview 1, or a component that exports {@code wasi:cli/run}. Thread-safe. */
@Component(property = Command.PROPERTY + "=run")
public final class RunCommand implements Command {
    private static final Duration START = Duration.ofSeconds(3);
    /** The longest the runtime takes. */
    private static final String NO_DEADLINE = "720h";

    private final Deployments deployments;
    private final Runs runs;

    @Activate
    public RunCommand(@Reference Deployments deployments, @Reference Runs runs) {
        this.deployments = deployments;
        this.runs = runs;
    }

    @Override
    public int run(List<String> arguments) {
        RunOptions options = RunOptions.parse(arguments);
        if (options.help()) {
            System.out.print("Run a WebAssembly program: a module of WASI preview 1, or a component that exports wasi:cli/run\n\n"
                    + "Usage: gyre run [options] FILE [arguments of the program]\n\nOptions:\n" + Arguments.help(RunOptions.OPTIONS));
            return 0;
        }
        Entry entry = Entry.of(options.file()); // before anything is compiled
        String name = options.file().getFileName().toString();
        CompletableFuture<ExecutionContext> ready = runs.expect(name);
        try (Deployment deployment = deployments.deploy(application(name, options),
                new DeployOptions(Map.of(), Optional.empty(), new DeployOptions.Follow.All(), options.engine()))) {
            awaitRunning(deployment);
            return new Program(ready.join(), name, entry, options).run();
        }
    }

    private static Application application(String name, RunOptions options) {
        Position position = Position.of("gyre run");
        dev.gyre.api.app.Component component = dev.gyre.api.app.Component.builder(name, new ModuleSource.File(options.file()))
                .place(Place.of("gyre run")).environment(options.environment()).mounts(options.mounts()).build();
        ConfigTable binding = ConfigTable.empty("trigger", position);
        Map<String, ConfigValue> limits = new LinkedHashMap<>();
        limits.put("deadline", new ConfigValue(options.timeout().orElse(NO_DEADLINE), position));
        options.memory().ifPresent(m -> limits.put("memory", new ConfigValue(m, position)));
        ConfigTable settings = new ConfigTable("", position, Map.of("limits", new ConfigValue(new ConfigTable("limits", position, limits), position)));
        return new Application(new AppInfo(name, "", Optional.empty(), List.of(), Optional.empty(), 2, new Origin.Manifest(options.file())),
                List.of(component), List.of(new TriggerBinding(Runs.TYPE, name, name, binding)), Map.of(), Map.of(), settings);
    }

    private static void awaitRunning(Deployment deployment) {
        long end = System.nanoTime() + START.toNanos();
        while (deployment.state() == Deployment.State.WAITING) {
            if (System.nanoTime() > end) {
                throw new DeployException("the program cannot run, as it waits for " + String.join("; ", deployment.waitingFor()));
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DeployException("interrupted before the program began");
            }
        }
    }
}
