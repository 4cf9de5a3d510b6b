package dev.gyre.bindle.server.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Configurations;

/**
 * {@link BindleServerConfig}, checked.
 *
 * @param listen      host and port
 * @param credentials {@code name:password} of who may change something; nothing lets everybody
 * @param maxParcel   bytes
 */
public record BindleServerSettings(Path directory, Address listen, Optional<String> credentials, boolean anonymousGet, long maxParcel) {
    private static final String DIRECTORY = "directory";
    private static final String LISTEN = "listen";

    /** @param port 0 for any free one */
    public record Address(String host, int port) {
        private static final Pattern HOST_PORT = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:]+)):(\\d{1,5})");

        /** Nothing when the text is no host and port. */
        static Optional<Address> parse(String text) {
            Matcher m = HOST_PORT.matcher(text);
            return m.matches() && Integer.parseInt(m.group(3)) <= 0xffff
                    ? Optional.of(new Address(m.group(1) == null ? m.group(2) : m.group(1), Integer.parseInt(m.group(3)))) : Optional.empty();
        }

        Address withPort(int bound) {
            return new Address(host, bound);
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    static BindleServerSettings of(BindleServerConfig config) {
        ConfigTable table = Configurations.table(BindleServerConfig.class, config, BindleServer.PID, Map.of());
        Optional<String> user = table.string("username").filter(u -> !u.isEmpty());
        if (user.isPresent() && config.password().isEmpty()) {
            throw table.error("password", "the user \"" + config.username() + "\" has none; set one, or leave username out and let anybody push");
        }
        Address listen = Address.parse(table.requiredString(LISTEN)).orElseThrow(() -> table.badValue(LISTEN, "host:port such as \"127.0.0.1:8080\""));
        return new BindleServerSettings(directory(table), listen, user.map(u -> u + ":" + config.password()), config.anonymous$_$get(),
                table.bytes("max-parcel").orElseThrow());
    }

    private static Path directory(ConfigTable table) {
        try {
            return Path.of(table.requiredString(DIRECTORY));
        } catch (InvalidPathException e) {
            throw table.badValue(DIRECTORY, "a path");
        }
    }
}
