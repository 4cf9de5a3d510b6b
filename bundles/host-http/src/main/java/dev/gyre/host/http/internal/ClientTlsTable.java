package dev.gyre.host.http.internal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Nearest;
import dev.gyre.api.tls.PemFile;

/**
 * {@code [[client_tls]]} of Spin's {@code runtime-config.toml} (Spin 2.7): of tables that name the same component and host the first one counts.
 * Immutable.
 *
 * @param byComponent by component and host
 */
record ClientTlsTable(Map<String, Map<String, ClientTls>> byComponent) {
    static final String SECTION = "client_tls";
    private static final String COMPONENTS = "component_ids";
    private static final String HOSTS = "hosts";
    private static final String PLATFORM = "ca_use_platform_roots";
    private static final String WEBPKI = "ca_use_webpki_roots";
    private static final String ROOTS = "ca_roots_file";
    private static final String CERTIFICATE = "client_cert_file";
    private static final String KEY = "client_private_key_file";
    private static final List<String> KEYS = List.of(COMPONENTS, HOSTS, PLATFORM, WEBPKI, ROOTS, CERTIFICATE, KEY);
    /** A name, or an address; one of version 6 in brackets. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+]");

    /** @throws dev.gyre.api.config.ConfigException for what is none, files included */
    static ClientTlsTable read(ConfigTable file) {
        Map<String, Map<String, ClientTls>> all = new HashMap<>();
        for (ConfigTable table : file.tables(SECTION)) {
            table.allowOnly(KEYS);
            List<String> hosts = some(table, HOSTS);
            for (int i = 0; i < hosts.size(); i++) {
                if (!HOST.matcher(hosts.get(i)).matches()) {
                    throw table.error(HOSTS, "\"" + hosts.get(i) + "\" is no host: a name or an address is wanted, without scheme and port");
                }
            }
            ClientTls tls = tls(table, file.folder());
            for (String component : some(table, COMPONENTS)) {
                Map<String, ClientTls> own = all.computeIfAbsent(component, _ -> new HashMap<>());
                hosts.forEach(host -> own.putIfAbsent(host.replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT), tls));
            }
        }
        return new ClientTlsTable(all);
    }

    private static List<String> some(ConfigTable table, String key) {
        List<String> values = table.strings(key);
        if (values.isEmpty()) {
            throw table.error(key, "at least one must be named");
        }
        return values;
    }

    /** Both kinds of usual roots are those of the JDK. */
    private static ClientTls tls(ConfigTable table, Path folder) {
        Optional<PemFile> roots = pem(table, ROOTS, folder);
        boolean usual = table.has(PLATFORM) || table.has(WEBPKI) ? table.bool(PLATFORM).orElse(false) || table.bool(WEBPKI).orElse(false) : roots.isEmpty();
        if (!usual && roots.isEmpty()) {
            throw table.error(table.has(PLATFORM) ? PLATFORM : WEBPKI, "nobody would be trusted; name those who are with " + ROOTS);
        }
        if (table.has(CERTIFICATE) != table.has(KEY)) {
            throw table.error(table.has(KEY) ? KEY : CERTIFICATE, "needs " + (table.has(KEY) ? CERTIFICATE : KEY) + ", too");
        }
        Optional<ClientTls.Identity> identity = pem(table, CERTIFICATE, folder).map(PemFile::certificates).map(chain ->
                new ClientTls.Identity(chain, pem(table, KEY, folder).orElseThrow().keyOf(chain.getFirst(), Path.of(table.requiredString(CERTIFICATE)))));
        return new ClientTls(usual, roots.map(PemFile::certificates).orElse(List.of()), identity);
    }

    private static Optional<PemFile> pem(ConfigTable table, String key, Path folder) {
        return table.string(key).map(name -> new PemFile(folder.resolve(name), problem -> table.error(key, folder.resolve(name) + ": " + problem)));
    }

    /** What it says of components the application does not have, and Spin ignores. */
    static List<ConfigException> unknownComponents(Application application) {
        List<String> ids = application.components().stream().map(Component::id).toList();
        return application.runtimeConfig().tables(SECTION).stream().flatMap(table -> table.strings(COMPONENTS).stream().filter(s -> !ids.contains(s))
                .map(s -> table.error(COMPONENTS, "the application has no component \"" + s + "\"; " + Nearest.of(s, ids).map(n -> "did you mean \"" + n + "\"? ").orElse("")
                        + "there are: " + String.join(", ", ids)))).toList();
    }

    /** The files it is read from. */
    static List<Path> files(ConfigTable file) {
        return file.tables(SECTION).stream().flatMap(t -> Stream.of(ROOTS, CERTIFICATE, KEY).flatMap(key -> t.string(key).stream())).map(file.folder()::resolve).toList();
    }

    /** By host. */
    Map<String, ClientTls> of(Component component) {
        return byComponent.getOrDefault(component.id(), Map.of());
    }
}
