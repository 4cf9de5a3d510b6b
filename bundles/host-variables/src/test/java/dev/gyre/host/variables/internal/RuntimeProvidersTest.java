package dev.gyre.host.variables.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.RuntimeConfigSection;
import dev.gyre.api.host.VariableProvider;
import dev.gyre.manifest.internal.TomlManifestReader;

class RuntimeProvidersTest {
    private final Map<Integer, VariableProvider> offered = new TreeMap<>((a, b) -> b - a);
    private final RuntimeProviders providers = new RuntimeProviders((provider, ranking) -> {
        offered.put(ranking, provider);
        return () -> offered.remove(ranking);
    });

    private RuntimeConfigSection.Applied apply(String toml) {
        return providers.apply(new TomlManifestReader().table(toml, "runtime-config.toml"), "variables_provider");
    }

    /** As whoever asks them in turn. */
    private Optional<String> value(String key) {
        return offered.values().stream().flatMap(p -> p.get("shop", key).stream()).findFirst();
    }

    @Test
    void providersAreAskedInTheOrderTheyAreWritten(@TempDir Path folder) throws IOException {
        Path dotenv = Files.writeString(folder.resolve("secrets"), "ACME_TOKEN=from dotenv\nACME_ONLY=here\n");
        try (RuntimeConfigSection.Applied applied = apply("""
                [[variables_provider]]
                type = "static"
                values = { token = "first" }
                [[variables_provider]]
                type = "env"
                prefix = "ACME"
                dotenv_path = "%s"
                [[variables_provider]]
                type = "vault"
                url = "http://127.0.0.1:1"
                token = "root"
                mount = "secret"
                """.formatted(dotenv))) {
            assertEquals(Optional.of("first"), value("token"));
            assertEquals(Optional.of("here"), value("only"));
            assertEquals(4, offered.size());
        }
        assertTrue(offered.isEmpty(), "they go with the configuration");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "type = 'azure_key_vault'                      | runtime-config.toml:2:1: variables_provider[0].type: must be \"static\", \"env\" or \"vault\", but is \"azure_key_vault\"",
        "type = 'static'                               | runtime-config.toml:1:1: variables_provider[0].values: required field is missing; it must be a table",
        "type = 'env', x = 1                           | runtime-config.toml:2:15: variables_provider[0].x: unknown field; allowed here: dotenv_path, prefix, type",
        "type = 'vault', url = 'x', token = 's3cret', mount = 'm' | runtime-config.toml:2:17: variables_provider[0].url: must be an https or http URL",
        "type = 'vault', url = 'http://h', token = 5, mount = 'm' | runtime-config.toml:2:35: variables_provider[0].token: must be a string"})
    void mistakesAreRefusedWhereTheyAreWithoutASecret(String fields, String message) {
        ConfigException e = assertThrows(ConfigException.class, () -> apply("\nvariables_provider = [{ " + fields + " }]".replace("\n", "")));
        assertEquals(message.substring(message.indexOf("variables_provider")), e.getMessage().substring(e.getMessage().indexOf("variables_provider")));
        assertFalse(e.getMessage().contains("s3cret"));
        assertTrue(offered.isEmpty());
    }
}
