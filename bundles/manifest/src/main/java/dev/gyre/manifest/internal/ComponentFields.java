package dev.gyre.manifest.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import dev.gyre.api.app.BuildSpec;
import dev.gyre.api.app.FileSpec;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/** Fields of a component that versions 1 and 2 write in the same way. Every method throws {@link ConfigException}. Stateless. */
final class ComponentFields {
    private static final String COMMANDS = "a command or an array of commands";

    private ComponentFields() {
    }

    /** Values may be secrets: no message shows one. */
    static Map<String, String> environment(ConfigTable component) {
        Map<String, String> out = new LinkedHashMap<>();
        component.table("environment").ifPresent(env -> env.keys().forEach(name -> {
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

    static List<FileSpec> files(ConfigTable component) {
        List<FileSpec> out = new ArrayList<>();
        List<ConfigValue> entries = component.list("files");
        for (int i = 0; i < entries.size(); i++) {
            ConfigValue entry = entries.get(i);
            out.add(switch (entry.value()) {
                case String pattern -> new FileSpec.Glob(pattern, entry.position());
                case ConfigTable placement -> placement(placement);
                default -> throw new ConfigException(entry.position(), component.path() + ".files[" + i + "]",
                        "must be a glob pattern or { source, destination }, but is " + entry.display() + " (" + entry.typeName() + ")");
            });
        }
        return out;
    }

    private static FileSpec placement(ConfigTable placement) {
        placement.allowOnly(List.of("source", "destination"));
        return new FileSpec.Directory(placement.requiredString("source"), placement.requiredString("destination"), placement.position());
    }

    /** An array of strings of which each keeps a rule. */
    static List<String> labels(ConfigTable component, String field, Predicate<String> rule, String inWords) {
        List<String> labels = component.strings(field);
        for (int i = 0; i < labels.size(); i++) {
            if (!rule.test(labels.get(i))) {
                ConfigValue written = component.list(field).get(i);
                throw new ConfigException(written.position(), component.path() + "." + field + "[" + i + "]",
                        "must be " + inWords + ", but is " + written.display());
            }
        }
        return labels;
    }

    static Optional<BuildSpec> build(ConfigTable component) {
        return component.table("build").map(build -> {
            build.allowOnly(List.of("command", "workdir", "watch"));
            return new BuildSpec(commands(build), build.string("workdir"), build.strings("watch"));
        });
    }

    /** {@code command}: one, or several since Spin 3.0. */
    static List<String> commands(ConfigTable build) {
        if (build.value("command").map(v -> v.value() instanceof List<?>).orElse(false)) {
            List<String> commands = build.strings("command");
            if (commands.isEmpty()) {
                throw build.error("command", "must be " + COMMANDS + ", but is empty");
            }
            return commands;
        }
        return List.of(build.requiredString("command"));
    }
}
