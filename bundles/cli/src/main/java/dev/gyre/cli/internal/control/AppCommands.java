package dev.gyre.cli.internal.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import dev.gyre.api.Printable;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.api.runtime.ComponentStatus;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.runtime.Limits;
import dev.gyre.cli.internal.print.Json;
import dev.gyre.cli.internal.print.Table;
import dev.gyre.cli.internal.print.Units;

/** Command {@code app:list}. Thread-safe. */
@Component(service = AppCommands.class, property = {"osgi.command.scope=app", "osgi.command.function=list"})
public final class AppCommands {
    private static final String SERVING = "Serving ";
    private static final Syntax LIST = new Syntax("app list", "[APP]", 0, 1,
            "Show applications, the engine each component runs on and why, and its limits", List.of(Syntax.JSON));

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Deployments> runtimes = List.of();

    public void list(String... words) {
        LIST.parse(words).ifPresent(arguments -> {
            List<Deployment> all = Named.all(runtimes);
            List<Deployment> wanted = arguments.words().isEmpty() ? all : Named.app(all, arguments.words().getFirst());
            if (arguments.flag("json")) {
                System.out.println(Json.of(wanted.stream().map(AppCommands::json).toList()));
            } else {
                wanted.forEach(AppCommands::print);
            }
        });
    }

    private static List<String> addresses(Deployment deployment) {
        return deployment.announcement().stream().filter(line -> line.startsWith(SERVING)).map(line -> line.substring(SERVING.length())).toList();
    }

    private static String state(Deployment deployment) {
        return deployment.state().name().toLowerCase(Locale.ROOT);
    }

    private static void print(Deployment deployment) {
        StringBuilder head = new StringBuilder(Named.name(deployment)).append(' ').append(deployment.application().info().version())
                .append("  ").append(state(deployment));
        if (!deployment.waitingFor().isEmpty()) {
            head.append(" for ").append(String.join(", ", deployment.waitingFor()));
        }
        addresses(deployment).forEach(address -> head.append("  ").append(address));
        System.out.println(Printable.of(head.toString()));
        Table table = new Table("  ", "COMPONENT", "ENGINE", "RUNNING", "QUEUED", "LARGEST FUNCTION", "MEMORY", "DEADLINE", "EVENTS", "WHY");
        for (ComponentStatus component : deployment.components()) {
            Limits limits = component.limits();
            table.row(component.component(), component.engine().orElse("-"), component.running(), component.queued(), largest(component.profile()),
                    Units.bytes(limits.memoryBytes()), Units.time(limits.deadline()), limits.events(), component.why());
        }
        System.out.print(table);
    }

    private static String largest(ModuleProfile profile) {
        return profile.largestFunction() < 0 ? "-" : Units.bytes(profile.largestFunctionBytes()) + " (#" + profile.largestFunction() + ")";
    }

    private static Map<String, Object> json(Deployment deployment) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("app", Named.name(deployment));
        out.put("version", deployment.application().info().version());
        out.put("state", state(deployment));
        out.put("waitingFor", deployment.waitingFor());
        out.put("addresses", addresses(deployment));
        out.put("components", deployment.components().stream().map(AppCommands::json).toList());
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
        return out;
    }
}
