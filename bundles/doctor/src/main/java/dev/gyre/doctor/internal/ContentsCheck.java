package dev.gyre.doctor.internal;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import org.osgi.service.component.annotations.Activate;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.FileSpec;
import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.doctor.Check;
import dev.gyre.doctor.Diagnosis;
import dev.gyre.doctor.Patient;
import dev.gyre.doctor.Treatment;

/** What a manifest that can be read most likely does not mean. */
@org.osgi.service.component.annotations.Component(property = "service.ranking:Integer=50")
public final class ContentsCheck implements Check {
    private static final String EVERYTHING = "*://*:*";

    private final UnaryOperator<String> environment;

    @Activate
    public ContentsCheck() {
        this(System::getenv);
    }

    ContentsCheck(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Diagnosis> diagnose(Patient patient) {
        List<Diagnosis> out = new ArrayList<>();
        patient.application().ifPresent(app -> {
            app.components().forEach(c -> {
                files(patient, c, out);
                hosts(patient, app, c, out);
            });
            routes(app, out);
            unused(app, out);
            variables(patient, app, out);
        });
        return out;
    }

    private static void files(Patient patient, Component component, List<Diagnosis> out) {
        for (FileSpec spec : component.files()) {
            String who = spec.position() + ": component \"" + component.id() + "\": ";
            switch (spec) {
                case FileSpec.Directory placed when !Files.exists(patient.folder().resolve(placed.source())) ->
                    out.add(Diagnosis.serious(who + "the folder " + placed.source() + " of its files does not exist"));
                case FileSpec.Glob glob when glob.pattern().equals("**/*") || glob.pattern().equals("*") ->
                    out.add(Diagnosis.advice(who + "\"" + glob.pattern() + "\" gives the guest the manifest and all that is beside it, keys and secrets too;"
                            + " name a folder, such as \"assets/**/*\""));
                default -> {
                }
            }
        }
    }

    private static void hosts(Patient patient, Application app, Component component, List<Diagnosis> out) {
        for (OutboundHost host : component.allowedOutboundHosts()) {
            if (host.entry().equals(EVERYTHING)) {
                out.add(Diagnosis.advice(host.position() + ": component \"" + component.id() + "\": \"" + EVERYTHING + "\" lets it connect to everything this machine can reach; name the hosts it needs"));
            }
        }
        if (app.info().manifestVersion() == 2 && !component.allowedHttpHosts().isEmpty()) {
            oldHosts(patient, component, out);
        }
    }

    private static void oldHosts(Patient patient, Component component, List<Diagnosis> out) {
        String problem = component.place().at("allowed_http_hosts") + ": component \"" + component.id() + "\": allowed_http_hosts is deprecated";
        String hosts = component.allowedOutboundHosts().stream().map(h -> '"' + h.entry() + '"').collect(Collectors.joining(", ", "allowed_outbound_hosts = [", "]"));
        String line = patient.text().split("\n", -1)[component.place().at("allowed_http_hosts").line() - 1];
        boolean simple = line.strip().startsWith("allowed_http_hosts") && line.strip().endsWith("]") && !component.place().fields().containsKey("allowed_outbound_hosts");
        out.add(simple ? Diagnosis.advice(problem, new Treatment.Edit("Write " + hosts,
                Text.replace(patient.text(), component.place().at("allowed_http_hosts"), line.strip(), hosts))) : Diagnosis.advice(problem + "; write " + hosts));
    }

    private static void routes(Application app, List<Diagnosis> out) {
        Map<String, TriggerBinding> seen = new HashMap<>();
        for (TriggerBinding binding : app.bindings()) {
            if (binding.type().equals("http") && binding.config().value("route").map(ConfigValue::value).orElse(0) instanceof String route) {
                TriggerBinding hidden = seen.put(route.endsWith("/") ? route.substring(0, route.length() - 1) : route, binding);
                if (hidden != null) {
                    out.add(Diagnosis.serious(hidden.config().place().at("route") + ": the route \"" + route + "\" of trigger \"" + hidden.id()
                            + "\" is never used: trigger \"" + binding.id() + "\" has it too"));
                }
            }
        }
    }

    private static void unused(Application app, List<Diagnosis> out) {
        app.components().stream().filter(c -> !app.served().contains(c)).filter(c -> !isDependency(app, c)).forEach(c ->
                out.add(Diagnosis.advice(c.position() + ": no trigger sends anything to component \"" + c.id() + "\"")));
    }

    private static boolean isDependency(Application app, Component component) {
        return app.components().stream().flatMap(c -> c.dependencies().values().stream()).anyMatch(d -> d.source().equals(component.source()))
                || app.components().stream().flatMap(c -> c.triggerDependencies().values().stream().flatMap(List::stream))
                        .anyMatch(d -> d.source().equals(component.source()));
    }

    private void variables(Patient patient, Application app, List<Diagnosis> out) {
        app.variables().forEach((name, variable) -> {
            String key = "SPIN_VARIABLE_" + name.toUpperCase(Locale.ROOT);
            boolean dotenv = Files.exists(patient.folder().resolve(".env"));
            if (variable.required() && Optional.ofNullable(environment.apply(key)).isEmpty() && !dotenv) {
                out.add(Diagnosis.advice(variable.place().position() + ": the required variable \"" + name + "\" has no value here: set " + key
                        + ", or start with --variable " + name + "=..."));
            }
        });
    }
}
