package dev.gyre.host.variables.internal;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.host.VariableProvider;

/**
 * Takes variables from HashiCorp Vault as Spin does ({@code crates/variables-vault}): the field {@code value} of the secret
 * {@code <mount>/<prefix>/<key>}, key-value engine version 2. Factory PID {@value #PID}. Thread-safe; each call asks the server.
 */
@Component(configurationPid = VaultProvider.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class VaultProvider implements VariableProvider {
    static final String PID = "dev.gyre.host.variables.vault";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long MAX_BYTES = 1 << 20;
    private static final JsonPointer VALUE = JsonPointer.compile("/data/data/value");
    private static final JsonFactory JSON = new JsonFactory();
    private static final String TOKEN = "token";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private static final Logger LOG = LoggerFactory.getLogger(VaultProvider.class);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).followRedirects(HttpClient.Redirect.NEVER).build();
    private volatile Secrets secrets;

    /** @param base which the name of a secret is added to */
    private record Secrets(URI base, String token) {
    }

    /** @throws dev.gyre.api.config.ConfigException for a URL that is none */
    @Activate
    public VaultProvider(VaultConfig config, Map<String, Object> properties) {
        Configurations.allowOnly(VaultConfig.class, PID, properties);
        secrets = read(Configurations.table(VaultConfig.class, config, PID, properties));
    }

    /** @param table of a runtime configuration, with the same keys, which are allowed */
    VaultProvider(ConfigTable table) {
        secrets = read(table);
    }

    /** Holds for who asks from now on. */
    @Modified
    void modified(VaultConfig config, Map<String, Object> properties) {
        secrets = Configurations.changed(secrets, VaultConfig.class, PID, properties, () -> read(Configurations.table(VaultConfig.class, config, PID, properties)), LOG::error);
    }

    private static Secrets read(ConfigTable table) {
        String path = trimmed(table.string("prefix").orElse(""));
        String url = table.requiredString("url").replaceAll("/+$", "") + "/v1/" + trimmed(table.requiredString("mount")) + "/data/" + (path.isEmpty() ? "" : path + "/");
        if (!table.has(TOKEN)) {
            table.requiredString(TOKEN);
        }
        String token = table.value(TOKEN).filter(v -> v.value() instanceof String).map(v -> (String) v.value())
                .orElseThrow(() -> table.error(TOKEN, "must be a string"));
        return new Secrets(uri(url).orElseThrow(() -> table.badValue("url", "an https or http URL")), token);
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = new URI(text);
            return Optional.of(uri).filter(u -> u.getHost() != null && ("https".equals(u.getScheme()) || "http".equals(u.getScheme())));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
    private static String trimmed(String path) {
        return path.replaceAll("^/+|/+$", "");
    }

    @Deactivate
    void close() {
        client.shutdownNow();
    }

    @Override
    public Optional<String> get(String application, String key) {
        Secrets now = secrets;
        HttpRequest request = HttpRequest.newBuilder(now.base.resolve(key)).header("X-Vault-Token", now.token).timeout(LIMIT).build();
        try {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
            return switch (answer.statusCode()) {
                case OK -> value(answer.body());
                case NOT_FOUND -> Optional.empty();
                default -> throw new GyreException("Vault at " + now.base.getAuthority() + " answered " + answer.statusCode() + " for the variable \"" + key + "\"");
            };
        } catch (IOException e) {
            throw new GyreException("Vault at " + now.base.getAuthority() + " cannot be asked: " + e.getClass().getSimpleName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GyreException("asking Vault was interrupted", e);
        }
    }

    /** Neither the answer nor a part of it is in a message. */
    private static Optional<String> value(byte[] json) throws IOException {
        try (JsonParser all = JSON.createParser(new String(json, StandardCharsets.UTF_8));
                JsonParser parser = new FilteringParserDelegate(all, new JsonPointerBasedFilter(VALUE), Inclusion.ONLY_INCLUDE_ALL, false)) {
            return parser.nextToken() == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IOException("no JSON");
        }
    }
}
