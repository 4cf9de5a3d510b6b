package dev.gyre.doctor.internal;

import java.util.List;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.doctor.Check;
import dev.gyre.doctor.Diagnosis;
import dev.gyre.doctor.Patient;
import dev.gyre.doctor.Treatment;

/** The version a manifest states, and the newer one it could have. */
@Component(property = "service.ranking:Integer=100")
public final class VersionCheck implements Check {
    private static final String KEY = "spin_manifest_version";
    private static final String OLD_KEY = "spin_version";

    private final ManifestReader reader;

    @Activate
    public VersionCheck(@Reference ManifestReader reader) {
        this.reader = reader;
    }

    @Override
    public List<Diagnosis> diagnose(Patient patient) {
        return patient.table().flatMap(root -> version(patient, root).or(() -> upgrade(patient))).stream().toList();
    }

    private static Optional<Diagnosis> version(Patient patient, ConfigTable root) {
        Optional<ConfigValue> stated = root.value(KEY);
        if (stated.isEmpty()) {
            return root.value(OLD_KEY).map(old -> Diagnosis.advice("the manifest has the old key \"" + OLD_KEY + "\"",
                    new Treatment.Edit("Replace \"" + OLD_KEY + "\" with \"" + KEY + "\"", Text.replace(patient.text(), old.position(), OLD_KEY, KEY))))
                    .or(() -> root.has("apiVersion") ? Optional.empty() : Optional.of(Diagnosis.serious("the manifest has no \"" + KEY + "\"",
                            new Treatment.Edit("Add " + KEY + " = 2", Text.first(patient.text(), KEY + " = 2")))));
        }
        Object value = stated.get().value();
        if (value.equals("1") || value.equals(2L)) {
            return Optional.empty();
        }
        String right = value.equals(1L) ? "\"1\"" : "2";
        String line = patient.text().split("\n", -1)[stated.get().position().line() - 1];
        String written = line.substring(line.indexOf('=') + 1).replaceAll("#.*", "").strip();
        return Optional.of(Diagnosis.serious(stated.get().position() + ": " + KEY + " must be \"1\" or 2, and not " + written,
                new Treatment.Edit("Set " + KEY + " to " + right, Text.replace(patient.text(), stated.get().position(), written, right))));
    }

    private Optional<Diagnosis> upgrade(Patient patient) {
        if (patient.application().filter(app -> app.info().manifestVersion() == 1).isEmpty()) {
            return Optional.empty();
        }
        try {
            String upgraded = reader.upgraded(patient.text(), patient.manifest().toString());
            return Optional.of(Diagnosis.advice("the manifest of version 1 can be upgraded to version 2",
                    new Treatment.Edit("Upgrade it; comments are lost", upgraded)));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }
}
