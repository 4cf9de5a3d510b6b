package dev.gyre.doctor.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.osgi.service.component.annotations.Component;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.doctor.Check;
import dev.gyre.doctor.Diagnosis;
import dev.gyre.doctor.Patient;
import dev.gyre.doctor.Treatment;

/** The trigger tables of version 1, which are the first thing people forget. */
@Component(property = "service.ranking:Integer=90")
public final class TriggerCheck implements Check {
    @Override
    public List<Diagnosis> diagnose(Patient patient) {
        List<Diagnosis> out = new ArrayList<>();
        patient.table().filter(root -> !root.value("spin_manifest_version").map(v -> v.value().equals(2L)).orElse(false)).ifPresent(root -> {
            application(patient, root).ifPresent(out::add);
            components(patient, root, out);
        });
        return out;
    }

    private static Optional<Diagnosis> application(Patient patient, ConfigTable root) {
        Optional<ConfigValue> trigger = root.value("trigger");
        if (trigger.isEmpty()) {
            return Optional.of(Diagnosis.serious("the manifest has no trigger", new Treatment.Edit("Add trigger = { type = \"http\" }",
                    Text.first(patient.text(), "trigger = { type = \"http\" }"))));
        }
        if (!(trigger.get().value() instanceof ConfigTable table)) {
            return Optional.of(Diagnosis.serious(trigger.get().position() + ": trigger must be a table such as { type = \"http\" }"));
        }
        return table.value("type").filter(t -> t.value() instanceof String).isPresent() ? Optional.empty()
                : Optional.of(Diagnosis.serious(table.position() + ": the trigger needs a type, such as type = \"http\""));
    }

    private static void components(Patient patient, ConfigTable root, List<Diagnosis> out) {
        boolean http = root.value("trigger").map(ConfigValue::value).filter(ConfigTable.class::isInstance)
                .map(t -> ((ConfigTable) t).value("type").map(v -> v.value().equals("http")).orElse(false)).orElse(false);
        if (!http || !(root.value("component").map(ConfigValue::value).orElse("") instanceof List<?> list)) {
            return;
        }
        for (Object entry : list) {
            if (((ConfigValue) entry).value() instanceof ConfigTable component) {
                component(patient, component, list.size() == 1, out);
            }
        }
    }

    private static void component(Patient patient, ConfigTable component, boolean only, List<Diagnosis> out) {
        String id = component.value("id").map(v -> v.value().toString()).orElse("<missing id>");
        Object trigger = component.value("trigger").map(ConfigValue::value).orElse("");
        boolean routed = trigger instanceof ConfigTable table && table.has("route");
        if (component.has("trigger") && !(trigger instanceof ConfigTable)) {
            out.add(Diagnosis.serious(component.place().at("trigger") + ": trigger of component \"" + id + "\" must be a table such as { route = \"/...\" }"));
        } else if (!routed) {
            String problem = component.position() + ": HTTP component \"" + id + "\" has no trigger.route";
            boolean mendable = only && !component.has("trigger");
            out.add(mendable ? Diagnosis.serious(problem, new Treatment.Edit("Set trigger.route of component \"" + id + "\" to \"/...\"",
                    Text.after(patient.text(), component.position(), "trigger = { route = \"/...\" }"))) : Diagnosis.serious(problem));
        }
    }
}
