package acme.websocket;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.trigger.TriggerContext;

/**
 * What is configured for one application: paths by its manifest, all else in {@code [websocket]} of {@code gyre.toml}. Immutable.
 *
 * @param components  by path
 * @param maxMessage  bytes of one message of a client
 * @param connections at once
 * @param idle        after which a connection on which nothing happens is closed
 * @param drain       how long running messages may take when the trigger closes
 * @param origins     of web pages that may connect beside those of the listener's own host
 */
record WebSocketConfig(Map<String, String> components, String host, int port, int maxMessage, int connections, Duration idle, Duration drain,
        List<String> origins) {
    private static final List<String> SETTINGS = List.of("listen", "max-message", "connections", "idle", "drain", "origins");
    private static final Pattern LISTEN = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([\\w.-]+)):([0-9]{1,5})");
    private static final String DEFAULT_LISTEN = "127.0.0.1:8765";

    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    static WebSocketConfig read(TriggerContext context) {
        context.defaults().ifPresent(d -> d.allowOnly(List.of()));
        Map<String, String> components = new LinkedHashMap<>();
        context.bindings().forEach(binding -> read(binding, components));
        ConfigTable settings = context.settings();
        settings.allowOnly(SETTINGS);
        Matcher listen = LISTEN.matcher(settings.string("listen").orElse(DEFAULT_LISTEN));
        if (!listen.matches() || Integer.parseInt(listen.group(3)) > 0xffff) {
            throw settings.badValue("listen", "host:port such as \"" + DEFAULT_LISTEN + "\"");
        }
        return new WebSocketConfig(components,
                Optional.ofNullable(listen.group(1)).orElse(listen.group(2)),
                Integer.parseInt(listen.group(3)),
                (int) between(settings, "max-message", settings.bytes("max-message").orElse(1L << 20), 64L << 20),
                (int) between(settings, "connections", settings.integer("connections").orElse(1000L), 100_000),
                time(settings, "idle", Duration.ofMinutes(5)),
                time(settings, "drain", Duration.ofSeconds(10)),
                settings.strings("origins"));
    }

    private static void read(TriggerBinding binding, Map<String, String> components) {
        ConfigTable table = binding.config();
        table.allowOnly(List.of("path"));
        String path = table.requiredString("path");
        if (!path.startsWith("/")) {
            throw table.badValue("path", "a path such as \"/chat\"");
        }
        String taken = components.putIfAbsent(path, binding.requiredComponent());
        if (taken != null) {
            throw table.error("path", "component \"" + taken + "\" has the path \"" + path + "\" already");
        }
    }

    private static long between(ConfigTable table, String key, long value, long most) {
        if (value < 1 || value > most) {
            throw table.badValue(key, "between 1 and " + most);
        }
        return value;
    }

    private static Duration time(ConfigTable table, String key, Duration otherwise) {
        Duration time = table.duration(key).orElse(otherwise);
        if (time.toMillis() < 1 || time.toDays() > 1) {
            throw table.badValue(key, "between 1ms and 24h");
        }
        return time;
    }

    /** To bind. May block on the resolver. */
    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }
}
