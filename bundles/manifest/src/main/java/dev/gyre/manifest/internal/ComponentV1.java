package dev.gyre.manifest.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.BuildSpec;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.FileSpec;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/** One {@code [[component]]} of a version 1 manifest. For one thread. */
final class ComponentV1 {
    private final ConfigTable table;
    private final Dialect dialect;

    ComponentV1(ConfigTable table, Dialect dialect) {
        this.table = table;
        this.dialect = dialect;
    }

    /** @throws ConfigException for the first field that is wrong */
    Component read() {
        table.allowOnly(List.of("id", "description", "source", "environment", "files", "exclude_files", dialect.allowedHosts(),
                "key_value_stores", "sqlite_databases", "ai_models", "trigger", "build", "config"));
        return new Component(
                ManifestV1.nonEmpty(table, "id"),
                table.position(),
                table.string("description"),
                SourceV1.read(table),
                environment(),
                files(),
                table.strings("exclude_files"),
                List.of(),
                table.strings(dialect.allowedHosts()),
                VariablesV1.readComponent(table),
                stores(),
                table.strings("sqlite_databases"),
                table.strings("ai_models"),
                build(),
                Map.of());
    }

    /** Values may be secrets: no message shows one. */
    private Map<String, String> environment() {
        Map<String, String> out = new LinkedHashMap<>();
        table.table("environment").ifPresent(env -> env.keys().forEach(name -> {
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                throw env.error(name, "the name of an environment variable must not be empty or contain \"=\" or a zero character");
            }
            ConfigValue value = env.value(name).orElseThrow();
            if (!(value.value() instanceof String text)) {
                throw env.error(name, "must be a string, but is of type " + value.typeName() + "; put it in quotes");
            }
            if (text.indexOf('\0') >= 0) {
                throw env.error(name, "must not contain a zero character");
            }
            out.put(name, text);
        }));
        return out;
    }

    private List<FileSpec> files() {
        List<FileSpec> out = new ArrayList<>();
        List<ConfigValue> entries = table.list("files");
        for (int i = 0; i < entries.size(); i++) {
            ConfigValue entry = entries.get(i);
            out.add(switch (entry.value()) {
                case String pattern -> new FileSpec.Glob(pattern, entry.position());
                case ConfigTable placement -> placement(placement);
                default -> throw new ConfigException(entry.position(), table.path() + ".files[" + i + "]",
                        "must be a glob pattern or { source, destination }, but is " + entry.display() + " (" + entry.typeName() + ")");
            });
        }
        return out;
    }

    private static FileSpec placement(ConfigTable placement) {
        placement.allowOnly(List.of("source", "destination"));
        return new FileSpec.Directory(placement.requiredString("source"), placement.requiredString("destination"), placement.position());
    }

    private List<String> stores() {
        List<String> labels = table.strings("key_value_stores");
        for (int i = 0; i < labels.size(); i++) {
            if (!Names.isLabel(labels.get(i))) {
                ConfigValue written = table.list("key_value_stores").get(i);
                throw new ConfigException(written.position(), table.path() + ".key_value_stores[" + i + "]",
                        "must be " + Names.LABEL_RULE + ", but is " + written.display());
            }
        }
        return labels;
    }

    private Optional<BuildSpec> build() {
        return table.table("build").map(build -> {
            build.allowOnly(List.of("command", "workdir", "watch"));
            return new BuildSpec(build.requiredString("command"), build.string("workdir"), build.strings("watch"));
        });
    }
}
