package dev.gyre.cli.internal.control;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import dev.gyre.api.GyreException;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.api.runtime.ComponentStatus;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.runtime.Limits;
import dev.gyre.cli.internal.print.Table;
import dev.gyre.cli.internal.print.Units;

/** Commands {@code component:list} and {@code show}. Thread-safe. */
@Component(service = ComponentCommands.class, property = {"osgi.command.scope=component", "osgi.command.function=list", "osgi.command.function=show"})
public final class ComponentCommands {
    private static final Syntax LIST = new Syntax("component list", "[APP]", 0, 1, "Show the components of all applications and their load", List.of());
    private static final Syntax SHOW = new Syntax("component show", "APP COMPONENT", 2, 2, "Show all that is known of a component", List.of());

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Deployments> runtimes = List.of();

    public void list(String... words) {
        LIST.parse(words).ifPresent(arguments -> {
            List<Deployment> all = Named.all(runtimes);
            List<Deployment> wanted = arguments.words().isEmpty() ? all : Named.app(all, arguments.words().getFirst());
            Table table = new Table("", "APP", "COMPONENT", "ENGINE", "RUNNING", "QUEUED");
            wanted.forEach(d -> d.components().forEach(c -> table.row(Named.name(d), c.component(), c.engine().orElse("-"), c.running(), c.queued())));
            System.out.print(table);
        });
    }

    public void show(String... words) {
        SHOW.parse(words).ifPresent(arguments -> {
            String wanted = arguments.words().getLast();
            List<ComponentStatus> all = Named.app(Named.all(runtimes), arguments.words().getFirst()).stream().flatMap(d -> d.components().stream()).toList();
            System.out.print(table(all.stream().filter(c -> c.component().equals(wanted)).findFirst().orElseThrow(() -> unknown(wanted, all))));
        });
    }

    private static GyreException unknown(String wanted, List<ComponentStatus> all) {
        return Named.unknown("component", wanted, all.stream().map(ComponentStatus::component).toList());
    }

    private static Table table(ComponentStatus component) {
        Limits limits = component.limits();
        ModuleProfile profile = component.profile();
        Table table = new Table("", "WHAT", "VALUE");
        table.row("engine", component.engine().orElse("none") + ": " + component.why());
        component.fits().forEach(f -> table.row("on " + f.engine(), f.fit().level().name().toLowerCase(Locale.ROOT) + ": " + f.fit().why()));
        table.row("events", component.running() + " running, " + component.queued() + " queued; at most " + limits.events() + " and " + limits.queue());
        table.row("memory", "at most " + Units.bytes(limits.memoryBytes()) + ", " + limits.tableElements() + " table elements");
        table.row("time", "at most " + Units.time(limits.deadline()) + ", after " + Units.time(limits.patience()) + " of waiting");
        table.row("logs", "at most " + Units.bytes(limits.logBytes()) + " of an event");
        table.row("values", "at most " + Units.bytes(limits.valueBytes()) + " in a call, " + limits.handles() + " handles of resources");
        table.row("code", profile.functions() + " functions, " + Units.bytes(profile.codeBytes()) + ", the largest " + Units.bytes(profile.largestFunctionBytes()));
        table.row("features", profile.features().stream().sorted().map(Object::toString).collect(Collectors.joining(", ")));
        return table;
    }
}
