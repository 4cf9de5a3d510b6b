package acme.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;

import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.trigger.TriggerContext;

/**
 * What is configured for one application: server and topics by its manifest, as for Spin's MQTT trigger, all else in {@code [mqtt]} of
 * {@code gyre.toml}. Immutable.
 */
record MqttConfig(Server server, List<Binding> bindings, Settings settings) {
    private static final Pattern ADDRESS = Pattern.compile("mqtt://(?:\\[([0-9a-fA-F:.]+)]|([\\w.-]+))(?::([0-9]{1,5}))?/?");
    private static final int DEFAULT_PORT = 1883;
    private static final List<String> SERVER = List.of("address", "username", "password", "keep_alive_interval");
    private static final List<String> BINDING = List.of("topic", "qos");
    private static final List<String> SETTINGS = List.of("client-id", "session", "in-flight", "attempts", "max-message", "drain");

    /** @param keepAlive in seconds; 0 for none */
    record Server(String host, int port, Optional<Login> login, int keepAlive) {
        @Override
        public String toString() {
            return "mqtt://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** Never shown. */
    record Login(String username, String password) {
        @Override
        public String toString() {
            return username;
        }
    }

    /** One {@code [[trigger.mqtt]]}. */
    record Binding(String id, String componentId, MqttTopicFilter topic, MqttQos qos) {
    }

    /**
     * @param clientId   the name under which the server keeps messages while nobody is connected; without one it keeps them for short
     *                   interruptions only
     * @param session    how long it keeps them
     * @param inFlight   messages of one binding handled at once; 1 keeps their order
     * @param attempts   how often a message is given to a guest that fails
     * @param maxMessage bytes of a message with all that belongs to it
     * @param drain      how long running messages may take when the trigger closes
     */
    record Settings(Optional<String> clientId, Duration session, int inFlight, int attempts, int maxMessage, Duration drain) {
    }

    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    static MqttConfig read(TriggerContext context) {
        ConfigTable server = context.defaults().orElseThrow(() -> context.bindings().getFirst().config()
                .error("", "[application.trigger.mqtt] is missing; it names the server, such as address = \"mqtt://localhost:1883\""));
        return new MqttConfig(server(server), context.bindings().stream().map(MqttConfig::binding).toList(), settings(context.settings()));
    }

    private static Server server(ConfigTable table) {
        table.allowOnly(SERVER);
        Matcher address = ADDRESS.matcher(table.requiredString("address"));
        int port = address.matches() && address.group(3) != null ? Integer.parseInt(address.group(3)) : DEFAULT_PORT;
        if (!address.matches() || port < 1 || port > 0xffff) {
            throw table.badValue("address", "the address of a server such as \"mqtt://localhost:1883\"");
        }
        Optional<Login> login = table.string("username").map(name -> new Login(name, table.requiredString("password")));
        return new Server(Optional.ofNullable(address.group(1)).orElse(address.group(2)), port, login,
                (int) number(table, "keep_alive_interval", 30, 0, 0xffff));
    }

    private static Binding binding(TriggerBinding binding) {
        ConfigTable table = binding.config();
        table.allowOnly(BINDING);
        String topic = table.requiredString("topic");
        try {
            return new Binding(binding.id(), binding.requiredComponent(), MqttTopicFilter.of(topic), MqttQos.fromCode((int) number(table, "qos", 1, 0, 1)));
        } catch (IllegalArgumentException e) {
            throw table.badValue("topic", "a filter of topics such as \"sensors/+/temperature\"");
        }
    }

    private static Settings settings(ConfigTable table) {
        table.allowOnly(SETTINGS);
        Optional<String> clientId = table.string("client-id");
        return new Settings(clientId,
                time(table, "session", clientId.isPresent() ? Duration.ofHours(24) : Duration.ofMinutes(5)),
                (int) number(table, "in-flight", 1, 1, 10_000),
                (int) number(table, "attempts", 3, 1, 100),
                (int) between(table, "max-message", table.bytes("max-message").orElse(256L << 10), 1, 64L << 20),
                time(table, "drain", Duration.ofSeconds(10)));
    }

    /** Spin writes numbers as strings. */
    private static long number(ConfigTable table, String key, long otherwise, long least, long most) {
        if (table.value(key).filter(v -> v.value() instanceof String s && s.matches("[0-9]{1,9}")).isPresent()) {
            return between(table, key, Long.parseLong(table.requiredString(key)), least, most);
        }
        return between(table, key, table.integer(key).orElse(otherwise), least, most);
    }

    private static long between(ConfigTable table, String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw table.badValue(key, "between " + least + " and " + most);
        }
        return value;
    }

    private static Duration time(ConfigTable table, String key, Duration otherwise) {
        Duration time = table.duration(key).orElse(otherwise);
        if (time.toSeconds() < 1 || time.toDays() > 365) {
            throw table.badValue(key, "between 1s and a year");
        }
        return time;
    }
}
