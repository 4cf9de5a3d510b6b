package dev.gyre.host.variables.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.RuntimeConfigSection;
import dev.gyre.api.host.VariableProvider;

/**
 * {@code [[variables_provider]]} of Spin's {@code runtime-config.toml}: {@code static}, {@code env} and {@code vault}, asked in
 * the order they are written, after the environment. Thread-safe.
 */
@Component(property = {RuntimeConfigSection.PROPERTY + "=variables_provider", RuntimeConfigSection.PROPERTY + "=config_provider"})
public final class RuntimeProviders implements RuntimeConfigSection {
    /** Below the environment and above {@code .env} and what an operator configured without saying otherwise. */
    private static final int FIRST = 900;
    private static final String TYPE = "type";

    private final BiFunction<VariableProvider, Integer, Runnable> register;

    @Activate
    public RuntimeProviders(BundleContext context) {
        this((provider, ranking) -> {
            ServiceRegistration<VariableProvider> registration = context.registerService(VariableProvider.class, provider,
                    FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, ranking)));
            return registration::unregister;
        });
    }

    /** @param register offers a provider with a ranking and says how to take it back */
    RuntimeProviders(BiFunction<VariableProvider, Integer, Runnable> register) {
        this.register = register;
    }

    private record Opened(VariableProvider provider, Runnable close) {
    }

    @Override
    public Applied apply(ConfigTable file, String key) {
        List<Opened> opened = new ArrayList<>();
        file.tables(key).forEach(table -> opened.addAll(open(table)));
        List<Runnable> registered = new ArrayList<>();
        for (int i = 0; i < opened.size(); i++) {
            registered.add(register.apply(opened.get(i).provider(), FIRST - i));
        }
        return () -> {
            registered.forEach(Runnable::run);
            opened.forEach(o -> o.close().run());
        };
    }

    private static List<Opened> open(ConfigTable table) {
        return switch (table.requiredString(TYPE)) {
            case "static" -> {
                table.allowOnly(List.of(TYPE, "values"));
                table.requiredTable("values");
                Map<String, String> values = table.stringMap("values");
                yield List.of(new Opened((application, name) -> Optional.ofNullable(values.get(name)), () -> { }));
            }
            case "env" -> env(table);
            case "vault" -> List.of(vault(table));
            default -> throw table.badValue(TYPE, "\"static\", \"env\" or \"vault\"");
        };
    }

    private static List<Opened> env(ConfigTable table) {
        table.allowOnly(List.of(TYPE, "prefix", "dotenv_path"));
        String prefix = table.string("prefix").orElse("SPIN_VARIABLE");
        List<Opened> out = new ArrayList<>();
        out.add(new Opened((application, name) -> Optional.ofNullable(System.getenv(prefix + "_" + name.toUpperCase(Locale.ROOT))), () -> { }));
        table.string("dotenv_path").ifPresent(path -> out.add(new Opened(new DotenvProvider(Path.of(path), prefix), () -> { })));
        return out;
    }

    private static Opened vault(ConfigTable table) {
        table.allowOnly(List.of(TYPE, "url", "token", "mount", "prefix"));
        String mount = table.requiredString("mount");
        String url = table.requiredString("url");
        if (!table.has("token")) {
            table.requiredString("token");
        }
        String token = table.value("token").filter(v -> v.value() instanceof String).map(v -> (String) v.value())
                .orElseThrow(() -> table.error("token", "must be a string"));
        try {
            VaultProvider vault = new VaultProvider(url, token, mount, table.string("prefix").orElse(""));
            return new Opened(vault, vault::close);
        } catch (IllegalArgumentException e) {
            throw table.error("url", "must be an https or http URL");
        }
    }
}
