package dev.gyre.host.variables.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigException;
import dev.gyre.host.rig.Apps;
import dev.gyre.manifest.internal.TomlManifestReader;

class RuntimeProvidersTest {
    private final ProviderList providers = new ProviderList();

    private static Application app(String toml) {
        return Apps.app().withRuntimeConfig(new TomlManifestReader().table(toml, "runtime-config.toml"));
    }

    /** As whoever asks them in turn. */
    private Optional<String> value(Application app, String key) {
        return providers.inOrder(app).stream().flatMap(p -> p.get("shop", key).stream()).findFirst();
    }

    @Test
    void providersAreAskedInTheOrderTheyAreWritten(@TempDir Path folder) throws IOException {
        Path dotenv = Files.writeString(folder.resolve("secrets"), "ACME_TOKEN=from dotenv\nACME_ONLY=here\n");
        Application app = app("""
                [[variables_provider]]
                type = "static"
                values = { token = "first", level = "configured" }
                [[variables_provider]]
                type = "env"
                prefix = "ACME"
                dotenv_path = "%s"
                [[config_provider]]
                type = "vault"
                url = "http://127.0.0.1:1"
                token = "root"
                mount = "secret"
                """.formatted(dotenv));
        assertEquals(Optional.of("first"), value(app, "token"));
        assertEquals(Optional.of("here"), value(app, "only"));
        assertEquals(4, providers.inOrder(app).size());
        assertTrue(providers.inOrder(app("")).isEmpty(), "they are one application's");
        providers.add(ResolverTest.ranked(1000), (application, key) -> key.equals("token") ? Optional.of("environment") : Optional.empty());
        providers.add(ResolverTest.ranked(-1000), (application, key) -> Optional.of(".env"));
        assertEquals(Optional.of("environment"), value(app, "token"));
        assertEquals(Optional.of("configured"), value(app, "level"));
        assertEquals(Optional.of(".env"), value(app(""), "level"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "type = 'azure_key_vault'                      | runtime-config.toml:2:1: variables_provider[0].type: must be \"static\", \"env\" or \"vault\", but is \"azure_key_vault\"",
        "type = 'static'                               | runtime-config.toml:1:1: variables_provider[0].values: required field is missing; it must be a table",
        "type = 'env', x = 1                           | runtime-config.toml:2:15: variables_provider[0].x: unknown field; allowed here: dotenv_path, prefix, type",
        "type = 'vault', url = 'x', token = 's3cret', mount = 'm' | runtime-config.toml:2:17: variables_provider[0].url: must be an https or http URL, but is \"x\"",
        "type = 'vault', url = 'http://h', token = 5, mount = 'm' | runtime-config.toml:2:35: variables_provider[0].token: must be a string"})
    void mistakesAreRefusedWhereTheyAreWithoutASecret(String fields, String message) {
        ConfigException e = assertThrows(ConfigException.class, () -> providers.check(app("variables_provider = [{ " + fields + " }]"), "variables_provider"));
        assertEquals(message.substring(message.indexOf("variables_provider")), e.getMessage().substring(e.getMessage().indexOf("variables_provider")));
        assertFalse(e.getMessage().contains("s3cret"));
    }
}
