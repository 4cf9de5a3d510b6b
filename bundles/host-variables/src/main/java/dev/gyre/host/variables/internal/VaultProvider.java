package dev.gyre.host.variables.internal;

import java.io.IOException;
import java.net.URI;
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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;

import dev.gyre.api.GyreException;
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
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).followRedirects(HttpClient.Redirect.NEVER).build();
    private final URI base;
    private final String token;

    /** @throws IllegalArgumentException for a URL that is none */
    @Activate
    public VaultProvider(VaultConfig config, Map<String, Object> properties) {
        Configurations.allowOnly(VaultConfig.class, PID, properties);
        this(config.url(), config.token(), config.mount(), config.prefix());
    }

    /** @throws IllegalArgumentException for a URL that is none */
    VaultProvider(String url, String token, String mount, String prefix) {
        String path = trimmed(prefix);
        base = URI.create(url.replaceAll("/+$", "") + "/v1/" + trimmed(mount) + "/data/" + (path.isEmpty() ? "" : path + "/"));
        if (base.getHost() == null || !"https".equals(base.getScheme()) && !"http".equals(base.getScheme())) {
            throw new IllegalArgumentException("the url of Vault must be an https or http URL, but is " + url);
        }
        this.token = token;
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
        HttpRequest request = HttpRequest.newBuilder(base.resolve(key)).header("X-Vault-Token", token).timeout(LIMIT).build();
        try {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
            return switch (answer.statusCode()) {
                case OK -> value(answer.body());
                case NOT_FOUND -> Optional.empty();
                default -> throw new GyreException("Vault at " + base.getAuthority() + " answered " + answer.statusCode() + " for the variable \"" + key + "\"");
            };
        } catch (IOException e) {
            throw new GyreException("Vault at " + base.getAuthority() + " cannot be asked: " + e.getClass().getSimpleName(), e);
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
