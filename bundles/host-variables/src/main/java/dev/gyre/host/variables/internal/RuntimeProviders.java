package dev.gyre.host.variables.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.host.VariableProvider;

/** {@code [[variables_provider]]} of Spin's {@code runtime-config.toml}: {@code static}, {@code env} and {@code vault}. Stateless. */
final class RuntimeProviders {
    static final String SECTION = "variables_provider";
    /** Its name before Spin 2. */
    static final String OLD_SECTION = "config_provider";
    private static final String TYPE = "type";

    private RuntimeProviders() {
    }

    /** In the order they are written. */
    static List<VariableProvider> read(ConfigTable file) {
        return Stream.of(SECTION, OLD_SECTION).flatMap(key -> file.tables(key).stream()).flatMap(RuntimeProviders::providers).toList();
    }

    private static Stream<VariableProvider> providers(ConfigTable table) {
        return switch (table.requiredString(TYPE)) {
            case "static" -> {
                table.allowOnly(List.of(TYPE, "values"));
                table.requiredTable("values");
                Map<String, String> values = table.stringMap("values");
                yield Stream.of((application, name) -> Optional.ofNullable(values.get(name)));
            }
            case "env" -> env(table);
            case "vault" -> Stream.of(vault(table));
            default -> throw table.badValue(TYPE, "\"static\", \"env\" or \"vault\"");
        };
    }

    private static Stream<VariableProvider> env(ConfigTable table) {
        table.allowOnly(List.of(TYPE, "prefix", "dotenv_path"));
        String prefix = table.string("prefix").orElse("SPIN_VARIABLE");
        VariableProvider environment = (application, name) -> Optional.ofNullable(System.getenv(prefix + "_" + name.toUpperCase(Locale.ROOT)));
        return Stream.concat(Stream.of(environment), table.string("dotenv_path").<VariableProvider>map(path -> new DotenvProvider(Path.of(path), prefix)).stream());
    }

    private static VariableProvider vault(ConfigTable table) {
        table.allowOnly(List.of(TYPE, "url", "token", "mount", "prefix"));
        return new VaultProvider(table);
    }
}
