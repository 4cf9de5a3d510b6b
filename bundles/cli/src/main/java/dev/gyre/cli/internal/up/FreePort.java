package dev.gyre.cli.internal.up;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import dev.gyre.cli.args.UsageException;

/** Looks for a port nobody listens on, as Spin's {@code --find-free-port}. Stateless. */
final class FreePort {
    private static final int TRIES = 10;
    private static final int LAST = 65_535;

    private FreePort() {
    }

    /**
     * The address with the first of its port and the next ones that is free now.
     *
     * @param listen host and port
     * @throws UsageException when none is
     */
    static String from(String listen) {
        int colon = listen.lastIndexOf(':');
        String host = listen.substring(0, Math.max(colon, 0));
        int first = port(listen.substring(colon + 1));
        for (int port = first; colon > 0 && first > 0 && port <= LAST && port < first + TRIES; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port));
                return host + ":" + port;
            } catch (BindException e) {
                // somebody has it
            } catch (IOException | IllegalArgumentException e) {
                return listen; // whoever listens there says what is wrong
            }
        }
        if (colon > 0 && first > 0) {
            throw new UsageException("option '--find-free-port': no port is free from " + first + " to " + Math.min(LAST, first + TRIES - 1) + "; begin elsewhere with --listen");
        }
        return listen;
    }

    /** 0 for what is none, as for any free one. */
    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
