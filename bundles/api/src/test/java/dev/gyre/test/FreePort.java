package dev.gyre.test;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that cannot choose one themselves. They are none of those that the system hands out (from 32768 on Linux, 49152 elsewhere), so that
 * nobody who asks for any port, and no connection that goes out, has one before its server does. Stateless.
 */
public final class FreePort {
    private static final int FIRST = 12_000;
    private static final int END = 32_000;

    private FreePort() {
    }

    /** A port that nobody listens on. */
    public static int next() {
        while (true) {
            try (ServerSocket free = new ServerSocket(ThreadLocalRandom.current().nextInt(FIRST, END))) {
                return free.getLocalPort();
            } catch (IOException e) {
                // somebody's
            }
        }
    }
}
