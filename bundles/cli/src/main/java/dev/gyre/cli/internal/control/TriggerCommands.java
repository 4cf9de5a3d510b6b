package dev.gyre.cli.internal.control;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.cli.internal.print.Json;
import dev.gyre.cli.internal.print.Table;

/** Command {@code trigger:list}. Thread-safe. */
@Component(service = TriggerCommands.class, property = {"osgi.command.scope=trigger", "osgi.command.function=list"})
public final class TriggerCommands {
    private static final Syntax LIST = new Syntax("trigger list", "", 0, 0,
            "Show the triggers there are and those that applications wait for", Syntax.FORMATS);
    private static final String NOBODY = "-";

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile Collection<ServiceReference<Trigger>> triggers = List.of();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<Deployments> runtimes = List.of();

    private final BundleContext context;

    @Activate
    public TriggerCommands(BundleContext context) {
        this.context = context;
    }

    private record Row(String type, String bundle, List<String> apps) {
    }

    public void list(String... words) {
        LIST.parse(words).ifPresent(arguments -> {
            List<Row> rows = rows();
            if (Syntax.json(arguments)) {
                System.out.println(Json.of(rows.stream().map(TriggerCommands::json).toList()));
                return;
            }
            Table table = new Table("", "TRIGGER", "BUNDLE", "APPLICATIONS");
            rows.forEach(r -> table.row(r.type, r.bundle, String.join(", ", r.apps)));
            System.out.print(table);
        });
    }

    private List<Row> rows() {
        Map<String, String> bundles = new LinkedHashMap<>();
        // as the runtime chooses: whoever was installed first
        Comparator<ServiceReference<Trigger>> first = Comparator.<ServiceReference<Trigger>>comparingLong(t -> (Long) t.getProperty(Constants.SERVICE_BUNDLEID))
                .thenComparingLong(t -> (Long) t.getProperty(Constants.SERVICE_ID));
        triggers.stream().filter(this::isUsed).sorted(first).forEach(t -> bundles.merge((String) t.getProperty(Trigger.PROPERTY), Optional.ofNullable(t.getBundle()).map(Bundle::getSymbolicName).orElse(NOBODY),
                (used, other) -> used + " (not used: " + other + ")"));
        List<Deployment> all = Named.all(runtimes);
        TreeSet<String> types = new TreeSet<>(bundles.keySet());
        all.forEach(d -> d.application().bindings().forEach(b -> types.add(b.type())));
        return types.stream().map(type -> new Row(type, bundles.getOrDefault(type, NOBODY),
                all.stream().filter(d -> d.application().bindings().stream().anyMatch(b -> b.type().equals(type))).map(Named::name).toList())).toList();
    }

    /** The runtime refuses those whose property is missing or says something else, and tells so in the log. */
    private boolean isUsed(ServiceReference<Trigger> reference) {
        Trigger trigger = context.getService(reference);
        if (trigger == null) {
            return false;
        }
        try {
            return trigger.type().equals(reference.getProperty(Trigger.PROPERTY));
        } catch (Throwable t) {
            return false; // anybody's code
        } finally {
            context.ungetService(reference);
        }
    }

    private static Map<String, Object> json(Row row) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("trigger", row.type);
        out.put("bundle", row.bundle.equals(NOBODY) ? Optional.empty() : row.bundle);
        out.put("apps", row.apps);
        return out;
    }
}
