package dev.gyre.cli.internal.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Nearest;
import dev.gyre.api.host.VariableProvider;
import dev.gyre.cli.args.UsageException;
import dev.gyre.locked.json.JsonReader;

/**
 * Values for variables of the application, from {@code --variable}. They may be secrets: no message shows one. Immutable.
 *
 * @param named those of which the command line has the name
 */
record Variables(Map<String, String> values, Set<String> named) {
    /** What the user says now wins over every other provider. */
    private static final int RANKING = 1_000_000;
    private static final String FORMS = "NAME=VALUE, NAME=@FILE for the text of a file, or @FILE.json or @FILE.toml for a file of names and values";

    /**
     * @param options each {@code NAME=VALUE}, {@code NAME=@FILE}, {@code @FILE.json} or {@code @FILE.toml}
     * @param toml    reads a text, given its name
     * @throws UsageException for what is none of these
     */
    static Variables of(List<String> options, BiFunction<String, String, ConfigTable> toml) {
        Map<String, String> out = new LinkedHashMap<>();
        Set<String> named = new HashSet<>();
        for (String option : options) {
            int eq = option.indexOf('=');
            if (option.startsWith("@")) {
                out.putAll(strings(option.substring(1), toml));
            } else if (eq < 1) {
                throw new UsageException("option '--variable' must be " + FORMS);
            } else {
                String value = option.substring(eq + 1);
                named.add(option.substring(0, eq));
                out.put(option.substring(0, eq), value.startsWith("@") ? text(value.substring(1)) : value);
            }
        }
        return new Variables(out, named);
    }

    /** Names and values in a file. A parser's own words may show a piece of the text, which may be a secret. */
    private static Map<String, String> strings(String file, BiFunction<String, String, ConfigTable> toml) {
        boolean json = file.endsWith(".json");
        if (!json && !file.endsWith(".toml")) {
            throw new UsageException("option '--variable' must be " + FORMS + "; what is written starts with '@' and ends in neither");
        }
        ConfigTable table;
        try {
            table = json ? JsonReader.read(text(file), file) : toml.apply(text(file), file);
        } catch (ConfigException e) {
            throw new UsageException("option '--variable': " + e.position() + ": this is no " + (json ? "object of JSON" : "TOML"));
        }
        Map<String, String> out = new LinkedHashMap<>();
        table.keys().forEach(key -> out.put(key, table.value(key).filter(v -> v.value() instanceof String).map(v -> (String) v.value())
                .orElseThrow(() -> table.error(key, "must be a string"))));
        return out;
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UsageException("option '--variable' names the file '" + file + "', which cannot be read: " + e);
        }
    }

    /** @throws UsageException for a name on the command line that the application does not declare; a file may be for several applications */
    void check(Application app) {
        named.stream().filter(name -> !app.variables().containsKey(name)).findFirst().ifPresent(name -> {
            throw new UsageException("option '--variable' sets '" + name + "', which is no variable of " + app.info().name()
                    + Nearest.of(name, app.variables().keySet()).map(n -> "; did you mean '" + n + "'?").orElse(""));
        });
    }

    /** Values that providers are asked for while it is open. */
    interface Offer extends AutoCloseable {
        @Override
        void close();
    }

    /** Offers them to an application. */
    Offer offer(Optional<BundleContext> context, Application app) {
        String name = app.info().name();
        VariableProvider provider = (application, key) -> application.equals(name) ? Optional.ofNullable(values.get(key)) : Optional.empty();
        Optional<ServiceRegistration<VariableProvider>> registration = values.isEmpty() ? Optional.empty() : context.map(c ->
                c.registerService(VariableProvider.class, provider, FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, RANKING))));
        return () -> {
            try {
                registration.ifPresent(ServiceRegistration::unregister);
            } catch (IllegalStateException e) {
                // this bundle is being stopped, which has unregistered it
            }
        };
    }

    /** Names only. */
    @Override
    public String toString() {
        return "Variables" + values.keySet();
    }
}
