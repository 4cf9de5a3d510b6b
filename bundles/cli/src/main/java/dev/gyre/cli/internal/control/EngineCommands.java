package dev.gyre.cli.internal.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import dev.gyre.api.GyreException;
import dev.gyre.api.engine.EngineCapabilities;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.runtime.ComponentStatus;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.internal.print.Json;
import dev.gyre.cli.internal.print.Table;

/** Commands {@code engine:list} and {@code engine:use}. Thread-safe. */
@Component(service = EngineCommands.class, property = {"osgi.command.scope=engine", "osgi.command.function=list", "osgi.command.function=use"})
public final class EngineCommands {
    private static final String AUTO = "auto";
    private static final Syntax LIST = new Syntax("engine list", "", 0, 0, "Show the WebAssembly engines there are, best first", Syntax.FORMATS);
    private static final Syntax USE = new Syntax("engine use", "NAME", 1, 1,
            "Run applications on another engine while they serve; '" + AUTO + "' lets Gyre choose again", List.of(
                    new Option("app", 'a', "APP", "", "Of this application only")));

    /** Best first. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<WasmEngine> engines = List.of();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Deployments> runtimes = List.of();

    public void list(String... words) {
        LIST.parse(words).ifPresent(arguments -> {
            List<WasmEngine> now = List.copyOf(engines).reversed(); // Declarative Services puts the highest ranking last
            Map<String, Long> components = Named.all(runtimes).stream().flatMap(d -> d.components().stream())
                    .flatMap(c -> c.engine().stream()).collect(Collectors.groupingBy(name -> name, Collectors.counting()));
            System.out.print(Syntax.json(arguments) ? Json.of(now.stream().map(e -> json(e, components)).toList()) + "\n" : table(now, components));
        });
    }

    private static Map<String, Object> json(WasmEngine engine, Map<String, Long> components) {
        EngineCapabilities can = engine.capabilities();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("engine", engine.id());
        out.put("version", engine.version());
        out.put("components", components.getOrDefault(engine.id(), 0L));
        out.put("optimizing", can.optimizing());
        out.put("interruptible", can.interruptible());
        out.put("features", can.features().stream().sorted().map(Object::toString).toList());
        out.put("remark", can.remark());
        return out;
    }

    private static Table table(List<WasmEngine> engines, Map<String, Long> components) {
        Table table = new Table("", "ENGINE", "VERSION", "COMPONENTS", "COMPILES", "REMARK");
        for (WasmEngine engine : engines) {
            EngineCapabilities can = engine.capabilities();
            table.row(engine.id(), engine.version(), components.getOrDefault(engine.id(), 0L), can.optimizing() ? "yes" : "no", can.remark());
        }
        return table;
    }

    public void use(String... words) {
        USE.parse(words).ifPresent(this::use);
    }

    private void use(Arguments arguments) {
        String name = arguments.words().getFirst();
        Optional<String> engine = name.equals(AUTO) ? Optional.empty() : Optional.of(known(name));
        List<Deployment> all = Named.all(runtimes);
        List<Deployment> wanted = arguments.one("app").map(app -> Named.app(all, app)).orElse(all);
        Map<Deployment, Optional<String>> failures = switched(wanted, engine);
        List<Deployment> switched = wanted.stream().filter(d -> failures.get(d).isEmpty()).toList();
        report(switched);
        if (switched.size() < wanted.size()) {
            throw new GyreException(wanted.stream().flatMap(d -> failures.get(d).map(why -> Named.name(d) + ": " + why).stream()).collect(Collectors.joining("\n")));
        }
    }

    /** All at once, as each takes the time its requests need to warm the engine up. @return why one was not, if so */
    private static Map<Deployment, Optional<String>> switched(List<Deployment> wanted, Optional<String> engine) {
        Map<Deployment, Optional<String>> failures = new ConcurrentHashMap<>();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            wanted.forEach(deployment -> each.execute(() -> {
                try {
                    deployment.useEngine(engine);
                    failures.put(deployment, Optional.empty());
                } catch (GyreException e) {
                    failures.put(deployment, Optional.of(e.getMessage()));
                } catch (RuntimeException e) {
                    failures.put(deployment, Optional.of(e.toString()));
                }
            }));
        }
        return failures;
    }

    private String known(String name) {
        List<String> ids = engines.stream().map(WasmEngine::id).toList();
        if (!ids.contains(name)) {
            throw Named.unknown("engine", name, ids);
        }
        return name;
    }

    private static void report(List<Deployment> switched) {
        if (switched.isEmpty()) {
            return;
        }
        Table table = new Table("", "APP", "COMPONENT", "ENGINE", "WHY");
        for (Deployment deployment : switched) {
            for (ComponentStatus component : deployment.components()) {
                table.row(Named.name(deployment), component.component(), component.engine().orElse("-"), component.why());
            }
        }
        System.out.print(table);
    }
}
