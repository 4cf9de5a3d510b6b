package dev.gyre.loader.oci.internal.registry;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.blobs.http.RegistryClient;
import dev.gyre.blobs.http.RegistryClient.Call;
import dev.gyre.blobs.http.Reply;
import dev.gyre.blobs.http.StatusException;
import dev.gyre.locked.json.JsonReader;

/**
 * Meets a registry's challenges: Basic, or a token of its token server (Docker's token and OAuth2 flows), which is kept for the next
 * requests. Thread-safe; blocks on the network.
 */
final class Authorizer {
    private static final int MAX_TOKEN = 256 << 10;

    private final RegistryClient client;
    private final Login login;
    private final String registry;
    /** By scope. */
    private final Map<String, String> headers = new ConcurrentHashMap<>();

    Authorizer(RegistryClient client, Login login, String registry) {
        this.client = client;
        this.login = login;
        this.registry = registry;
    }

    /** What did for that scope before. */
    Optional<String> known(String scope) {
        return Optional.ofNullable(headers.get(scope));
    }

    /**
     * The value of {@code Authorization} that meets a challenge.
     *
     * @param asked the URL that was refused
     * @return nothing when there is nothing to meet it with
     */
    Optional<String> meet(Challenge challenge, String scope, URI asked) {
        Optional<String> header = challenge.scheme().equals("basic") ? basic() : Optional.of("Bearer " + token(challenge, scope, asked));
        header.ifPresent(h -> headers.put(scope, h));
        return header;
    }

    private Optional<String> basic() {
        return login instanceof Login.Password p ? Optional.of("Basic " + Base64.getEncoder().encodeToString(
                (p.user() + ":" + p.password()).getBytes(StandardCharsets.UTF_8))) : Optional.empty();
    }

    private String token(Challenge challenge, String scope, URI asked) {
        URI realm = realm(challenge, asked);
        String service = challenge.parameters().getOrDefault("service", "");
        String wanted = challenge.parameters().getOrDefault("scope", scope);
        String query = "service=" + encoded(service) + (wanted.isEmpty() ? "" : "&scope=" + encoded(wanted));
        Call call = switch (login) {
            case Login.IdentityToken identity -> Call.get(realm).method("POST").with("Content-Type", "application/x-www-form-urlencoded")
                    .body(("grant_type=refresh_token&client_id=gyre&refresh_token=" + encoded(identity.token()) + "&" + query).getBytes(StandardCharsets.UTF_8));
            case Login.Password p -> Call.get(with(realm, query)).with("Authorization", basic().orElseThrow());
            case Login.Anonymous a -> Call.get(with(realm, query));
        };
        Reply reply = client.send(call);
        if (reply.status() != 200) {
            reply.close();
            throw new StatusException(reply.status(), "the token server of " + registry + " (" + realm.getHost() + ") answered " + reply.status()
                    + (login instanceof Login.Anonymous ? "; run 'gyre registry login " + registry + "' first" : "; are user and password right?"));
        }
        ConfigTable answer = JsonReader.read(new String(RegistryClient.document(reply, MAX_TOKEN), StandardCharsets.UTF_8), "token for " + registry);
        return answer.string("token").or(() -> answer.string("access_token")).filter(t -> t.matches("[\\x21-\\x7e]+"))
                .orElseThrow(() -> new GyreException("the token server of " + registry + " (" + realm.getHost() + ") sent no token"));
    }

    /** A token server elsewhere is usual; one without encryption for a registry with it is not. */
    private URI realm(Challenge challenge, URI asked) {
        try {
            URI realm = asked.resolve(challenge.parameters().getOrDefault("realm", ""));
            boolean https = "https".equalsIgnoreCase(realm.getScheme());
            if (realm.getHost() == null || !https && !("http".equalsIgnoreCase(realm.getScheme()) && "http".equalsIgnoreCase(asked.getScheme()))) {
                throw new GyreException(registry + " wants a token from " + realm.getScheme() + "://" + realm.getHost() + ", which is not trusted with a password");
            }
            RegistryClient.checkLeads(asked, realm);
            return realm;
        } catch (IllegalArgumentException e) {
            throw new GyreException(registry + " wants a token from something that is no URL", e);
        }
    }

    private static URI with(URI realm, String query) {
        return URI.create(realm + (realm.getRawQuery() == null ? "?" : "&") + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
