package dev.gyre.cli.internal.control;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import dev.gyre.api.GyreException;
import dev.gyre.api.Printable;
import dev.gyre.api.app.Origin;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.runtime.ComponentStatus;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.runtime.Limits;
import dev.gyre.api.serve.AppReference;
import dev.gyre.api.serve.ServedApp;
import dev.gyre.api.serve.ServedApps;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.internal.AppSource;
import dev.gyre.cli.internal.print.Json;
import dev.gyre.cli.internal.print.Table;
import dev.gyre.cli.internal.print.Units;

/** Commands {@code app:list}, {@code deploy}, {@code update} and {@code undeploy}. Thread-safe. */
@Component(service = AppCommands.class, property = {"osgi.command.scope=app", "osgi.command.function=list", "osgi.command.function=deploy",
    "osgi.command.function=update", "osgi.command.function=undeploy"})
public final class AppCommands {
    private static final String BINDLE_SERVER = "bindle-server";
    private static final String INSECURE = "insecure";
    private static final Syntax LIST = new Syntax("app list", "[APP]", 0, 1,
            "Show applications, the engine each component runs on and why, and its limits", Syntax.FORMATS);

    private static final Syntax DEPLOY = new Syntax("app deploy", "SOURCE", 1, 1, "Serve one more application", List.of(
            new Option("name", ' ', "NAME", "", "Its name in this container [default: its own]"),
            new Option("env", 'e', "NAME=VALUE", "", "Environment variable for every component; may be repeated"),
            new Option("engine", ' ', "NAME", "", "The WebAssembly engine"),
            new Option("runtime-config-file", ' ', "PATH", "", "Spin's runtime-config.toml"),
            new Option(BINDLE_SERVER, ' ', "URL", "", "Where to find bindles; a file: URL for a folder of standalone ones [default: what BINDLE_URL was when the container started]"),
            new Option(INSECURE, 'k', "", "", "Do not check who a registry is; plain HTTP will do"),
            new Option("listen", ' ', "ADDRESS", "", "Host and port of HTTP"),
            new Option("host", ' ', "HOST", "", "The virtual host it has on a listener it shares"),
            new Option("base", ' ', "PATH", "", "The path below which its routes are"), Syntax.RELATIVE_TO));
    private static final Syntax UPDATE = new Syntax("app update", "NAME [SOURCE]", 1, 2,
            "Serve an application's newest state in the place of what serves now; no request fails", List.of(Syntax.RELATIVE_TO));
    private static final Syntax UNDEPLOY = new Syntax("app undeploy", "NAME", 1, 1, "Serve an application no more", List.of());
    private static final List<String> HTTP = List.of("listen", "host", "base");
    private static final Set<String> PATHS = Set.of(AppSource.LOCAL, "file");

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Deployments> runtimes = List.of();

    /** There while the container serves a folder. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<ServedApps> servers = List.of();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile Collection<ServiceReference<AppLoader>> loaders = List.of();

    public void deploy(String... words) {
        DEPLOY.parse(words).ifPresent(arguments -> {
            Map<String, String> http = new LinkedHashMap<>();
            HTTP.forEach(option -> arguments.one(option).ifPresent(value -> http.put(option, value)));
            Map<String, String> from = new LinkedHashMap<>();
            arguments.one(BINDLE_SERVER).ifPresent(url -> from.put(BINDLE_SERVER, url));
            if (arguments.flag(INSECURE)) {
                from.put(INSECURE, "on");
            }
            AppReference reference = new AppReference(source(arguments, arguments.words().getFirst()), arguments.pairs("env"), arguments.one("engine"),
                    http.isEmpty() ? Map.of() : Map.of("http", http), arguments.one("runtime-config-file").map(f -> Syntax.folder(arguments).resolve(f).normalize().toString()),
                    from);
            report(server().deploy(arguments.one("name"), reference));
        });
    }

    public void update(String... words) {
        UPDATE.parse(words).ifPresent(arguments -> report(server().update(arguments.words().getFirst(), arguments.words().stream().skip(1).map(w -> source(arguments, w)).findFirst())));
    }

    /** A path without doubt, or {@code scheme:reference}: what names no loader is told apart as for {@code gyre up}. */
    private String source(Arguments call, String word) {
        Path folder = Syntax.folder(call);
        int colon = word.indexOf(':');
        String scheme = word.substring(0, Math.max(0, colon));
        if (PATHS.contains(scheme)) {
            return folder.resolve(word.substring(colon + 1)).normalize().toString();
        }
        if (loaders.stream().anyMatch(l -> scheme.equals(l.getProperty(AppLoader.PROPERTY)))) {
            return word;
        }
        AppSource source = AppSource.infer(word, folder);
        return source.scheme().equals(AppSource.LOCAL) ? folder.resolve(word).normalize().toString() : source.scheme() + ":" + source.reference();
    }

    public void undeploy(String... words) {
        UNDEPLOY.parse(words).ifPresent(arguments -> server().undeploy(arguments.words().getFirst()));
    }

    private ServedApps server() {
        return servers.stream().findFirst().orElseThrow(() -> new GyreException("this container serves no folder; 'gyre serve' starts one that does"));
    }

    private static void report(ServedApp app) {
        app.deployment().ifPresent(AppCommands::head);
    }

    /** Those of the folder that nothing serves. */
    private List<ServedApp> failed() {
        return servers.stream().flatMap(s -> s.apps().stream()).filter(a -> a.deployment().isEmpty()).toList();
    }

    private static String state(ServedApp app) {
        return app.waiting() ? "waiting" : app.problem().isPresent() ? "failed" : "deploying";
    }

    private Optional<String> problem(Deployment deployment) {
        return servers.stream().flatMap(s -> s.apps().stream()).filter(a -> a.deployment().filter(d -> d == deployment).isPresent())
                .flatMap(a -> a.problem().stream()).findFirst();
    }

    public void list(String... words) {
        LIST.parse(words).ifPresent(arguments -> {
            List<ServedApp> unserved = failed(); // before the runtimes are asked: what begins meanwhile is shown by them
            List<Deployment> all = Named.all(runtimes).stream().filter(d -> unserved.stream().noneMatch(a -> a.name().equals(Named.name(d)))).toList();
            List<ServedApp> failed = unserved.stream().filter(a -> arguments.words().isEmpty() || a.name().equals(arguments.words().getFirst())).toList();
            List<Deployment> wanted = arguments.words().isEmpty() ? all : failed.isEmpty() ? Named.app(all, arguments.words().getFirst()) : List.of();
            if (Syntax.json(arguments)) {
                System.out.println(Json.of(Stream.concat(wanted.stream().map(this::json), failed.stream().map(AppCommands::json)).toList()));
            } else {
                wanted.forEach(this::print);
                failed.forEach(a -> System.out.println(Printable.of(a.name() + "  " + state(a) + a.problem().map(p -> ": " + p).orElse(""))));
            }
        });
    }

    private static String state(Deployment deployment) {
        return deployment.state().name().toLowerCase(Locale.ROOT);
    }

    private void print(Deployment deployment) {
        head(deployment);
        problem(deployment).ifPresent(p -> System.out.println(Printable.of("  its newest state is not served: " + p)));
        components(deployment);
    }

    private static void head(Deployment deployment) {
        StringBuilder head = new StringBuilder(Named.name(deployment)).append(' ').append(deployment.application().info().version())
                .append("  ").append(state(deployment));
        if (!deployment.waitingFor().isEmpty()) {
            head.append(deployment.state() == Deployment.State.RUNNING ? ", and some of its events wait for " : " for ").append(String.join(", ", deployment.waitingFor()));
        }
        deployment.addresses().forEach(address -> head.append("  ").append(address));
        origin(deployment).ifPresent(origin -> head.append("  ").append(origin));
        System.out.println(Printable.of(head.toString()));
    }

    private static void components(Deployment deployment) {
        Table table = new Table("  ", "COMPONENT", "ENGINE", "RUNNING", "QUEUED", "LARGEST FUNCTION", "MEMORY", "DEADLINE", "EVENTS", "WHY");
        for (ComponentStatus component : deployment.components()) {
            Limits limits = component.limits();
            table.row(component.component(), component.engine().orElse("-"), component.running(), component.queued(), largest(component.profile()),
                    Units.bytes(limits.memoryBytes()), Units.time(limits.deadline()), limits.events(), component.why());
        }
        System.out.print(table);
    }

    /** What an application that comes from a registry is, to the digest. */
    private static Optional<String> origin(Deployment deployment) {
        return deployment.application().info().origin() instanceof Origin.Registry r
                ? Optional.of(r.reference() + r.digest().filter(d -> !r.reference().endsWith(d)).map(d -> "@" + d).orElse("")) : Optional.empty();
    }

    private static String largest(ModuleProfile profile) {
        return profile.largestFunction() < 0 ? "-" : Units.bytes(profile.largestFunctionBytes()) + " (#" + profile.largestFunction() + ")";
    }

    /** One that nothing serves has the same fields, as programs read them. */
    private static Map<String, Object> json(ServedApp app) {
        return json(app.name(), Optional.empty(), state(app), app.problem());
    }

    private Map<String, Object> json(Deployment deployment) {
        return json(Named.name(deployment), Optional.of(deployment), state(deployment), problem(deployment));
    }

    private static Map<String, Object> json(String name, Optional<Deployment> deployment, String state, Optional<String> problem) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("app", name);
        out.put("version", deployment.map(d -> d.application().info().version()));
        out.put("state", state);
        out.put("waitingFor", deployment.map(Deployment::waitingFor).orElse(List.of()));
        out.put("origin", deployment.flatMap(AppCommands::origin));
        out.put("addresses", deployment.map(Deployment::addresses).orElse(List.of()));
        out.put("problem", problem);
        out.put("components", deployment.map(Deployment::components).orElse(List.of()).stream().map(AppCommands::json).toList());
        return out;
    }

    private static Map<String, Object> json(ComponentStatus component) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("component", component.component());
        out.put("engine", component.engine());
        out.put("why", component.why());
        out.put("fits", component.fits().stream().map(AppCommands::json).toList());
        out.put("profile", json(component.profile()));
        out.put("limits", json(component.limits()));
        out.put("running", component.running());
        out.put("queued", component.queued());
        return out;
    }

    private static Map<String, Object> json(ComponentStatus.EngineFit fit) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("engine", fit.engine());
        out.put("level", fit.fit().level().name().toLowerCase(Locale.ROOT));
        out.put("why", fit.fit().why());
        return out;
    }

    private static Map<String, Object> json(ModuleProfile profile) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("features", profile.features().stream().sorted().map(Object::toString).toList());
        out.put("functions", profile.functions());
        out.put("codeBytes", profile.codeBytes());
        out.put("largestFunctionBytes", profile.largestFunctionBytes());
        out.put("largestFunction", profile.largestFunction());
        out.put("memoryPages", profile.memoryPages());
        out.put("maxMemoryPages", profile.maxMemoryPages());
        out.put("tableElements", profile.tableElements());
        return out;
    }

    private static Map<String, Object> json(Limits limits) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("memoryBytes", limits.memoryBytes());
        out.put("tableElements", limits.tableElements());
        out.put("deadlineMillis", limits.deadline().toMillis());
        out.put("events", limits.events());
        out.put("queue", limits.queue());
        out.put("patienceMillis", limits.patience().toMillis());
        out.put("logBytes", limits.logBytes());
        out.put("handles", limits.handles());
        out.put("valueBytes", limits.valueBytes());
        return out;
    }
}
