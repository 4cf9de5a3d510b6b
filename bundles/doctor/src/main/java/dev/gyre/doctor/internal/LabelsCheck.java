package dev.gyre.doctor.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.doctor.Check;
import dev.gyre.doctor.Diagnosis;
import dev.gyre.doctor.Patient;

/** Labels of stores and databases: what any but {@code default} stands for, only a runtime configuration can say. */
@org.osgi.service.component.annotations.Component(property = "service.ranking:Integer=20")
public final class LabelsCheck implements Check {
    private static final String DEFAULT = "default";
    /** Where people keep it, and Spin's documentation does. */
    private static final String FILE = "runtime-config.toml";

    private final ManifestReader reader;

    @Activate
    public LabelsCheck(@Reference ManifestReader reader) {
        this.reader = reader;
    }

    @Override
    public List<Diagnosis> diagnose(Patient patient) {
        Path file = patient.folder().resolve(FILE);
        try {
            return patient.application().map(app -> unknown(app, configuration(file))).orElse(List.of());
        } catch (ConfigException e) {
            return List.of(Diagnosis.serious(e.getMessage()));
        }
    }

    private Optional<ConfigTable> configuration(Path file) {
        try {
            return Files.exists(file) ? Optional.of(reader.table(Files.readString(file), file.toString())) : Optional.empty();
        } catch (IOException e) {
            throw new GyreException("cannot read " + file + ": " + e, e);
        }
    }

    private static List<Diagnosis> unknown(Application app, Optional<ConfigTable> configuration) {
        List<Diagnosis> out = new ArrayList<>();
        for (Component component : app.components()) {
            unknown(component, "key_value_stores", component.keyValueStores(), "key_value_store", configuration, out);
            unknown(component, "sqlite_databases", component.sqliteDatabases(), "sqlite_database", configuration, out);
        }
        return out;
    }

    private static void unknown(Component component, String field, List<String> labels, String table, Optional<ConfigTable> configuration, List<Diagnosis> out) {
        for (String label : labels) {
            if (!label.equals(DEFAULT) && configuration.flatMap(c -> c.table(table)).filter(t -> t.has(label)).isEmpty()) {
                out.add(Diagnosis.advice(component.place().at(field) + ": what \"" + label + "\" of " + field + " stands for is not said: the file of --runtime-config-file needs a table ["
                        + table + "." + label + "]" + (configuration.isPresent() ? ", and " + FILE + " has none" : "")));
            }
        }
    }
}
