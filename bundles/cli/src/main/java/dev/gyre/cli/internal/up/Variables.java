package dev.gyre.cli.internal.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Nearest;
import dev.gyre.api.host.VariableProvider;
import dev.gyre.cli.args.UsageException;

/** Values for variables of the application, from {@code --variable}. They may be secrets: no message shows one. Immutable. */
record Variables(Map<String, String> values) {
    /** What the user says now wins over every other provider. */
    private static final int RANKING = 1_000_000;
    private static final String FORMS = "NAME=VALUE, NAME=@FILE for the text of a file, or @FILE.toml for a file of names and values";

    /**
     * @param options each {@code NAME=VALUE}, {@code NAME=@FILE} or {@code @FILE.toml}
     * @param toml    reads a text, given its name
     * @throws UsageException for what is none of these
     */
    static Variables of(List<String> options, BiFunction<String, String, ConfigTable> toml) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String option : options) {
            int eq = option.indexOf('=');
            if (option.startsWith("@") && option.endsWith(".toml")) {
                ConfigTable table = toml.apply(text(option.substring(1)), option.substring(1));
                table.keys().forEach(key -> out.put(key, table.value(key).filter(v -> v.value() instanceof String).map(v -> (String) v.value())
                        .orElseThrow(() -> table.error(key, "must be a string"))));
            } else if (eq < 1 || option.startsWith("@")) {
                throw new UsageException("option '--variable' must be " + FORMS + (eq < 1 ? "" : "; what is written starts with '@'"));
            } else {
                String value = option.substring(eq + 1);
                out.put(option.substring(0, eq), value.startsWith("@") ? text(value.substring(1)) : value);
            }
        }
        return new Variables(out);
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UsageException("option '--variable' names the file '" + file + "', which cannot be read: " + e);
        }
    }

    /** @throws UsageException for a name the application does not declare */
    void check(Application app) {
        values.keySet().stream().filter(name -> !app.variables().containsKey(name)).findFirst().ifPresent(name -> {
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
