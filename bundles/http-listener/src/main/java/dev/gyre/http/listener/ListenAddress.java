package dev.gyre.http.listener;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen.
 *
 * @param host as written, without brackets
 * @param port 0 for any free one
 */
public record ListenAddress(String host, int port) {
    /** What {@link #parse} accepts, for messages. */
    public static final String EXPECTED = "host:port such as \"127.0.0.1:3000\", \"[::1]:3000\" or, for any free port, \"127.0.0.1:0\"";

    /** As Spin's. */
    public static final ListenAddress DEFAULT = new ListenAddress("127.0.0.1", 3000);

    private static final Pattern HOST_PORT = Pattern.compile("(?:\\[([0-9a-fA-F:.]+(?:%[\\w.-]+)?)]|([\\w.-]+)):([0-9]{1,5})");

    /** Nothing when the text is no address. */
    public static Optional<ListenAddress> parse(String text) {
        Matcher m = HOST_PORT.matcher(text);
        if (!m.matches() || Integer.parseInt(m.group(3)) > 0xffff) {
            return Optional.empty();
        }
        return Optional.of(new ListenAddress(m.group(1) == null ? m.group(2) : m.group(1), Integer.parseInt(m.group(3))));
    }

    /**
     * The address to bind. Of several, {@code 127.0.0.1} is preferred, as Spin does, so that {@code localhost} is what users
     * expect on every machine. May block on the resolver.
     */
    public InetSocketAddress resolve() throws UnknownHostException {
        InetAddress[] all = InetAddress.getAllByName(host);
        InetAddress chosen = Arrays.stream(all).filter(a -> a.getHostAddress().equals("127.0.0.1")).findFirst().orElse(all[0]);
        return new InetSocketAddress(chosen, port);
    }

    /** The same place with the port that was really bound. */
    public ListenAddress withPort(int bound) {
        return new ListenAddress(host, bound);
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
