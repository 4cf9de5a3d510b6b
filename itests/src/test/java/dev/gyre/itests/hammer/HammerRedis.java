package dev.gyre.itests.hammer;

import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;

import org.ops4j.pax.exam.Option;

import redis.embedded.RedisServer;

/** A real Redis server for the container: started outside of it, where its classes are. Stateless. */
final class HammerRedis {
    private static final String PORT = "gyre.hammer.redis";

    private HammerRedis() {
    }

    /** Starts it, until the JVM ends; the option tells the container where it is. */
    static Option start() {
        try {
            int port = freePort();
            RedisServer server = RedisServer.newRedisServer().bind("127.0.0.1").port(port).setting("save ''").build();
            server.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            return systemProperty(PORT).value(Integer.toString(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(RedisServer server) {
        try {
            server.stop();
        } catch (IOException e) {
            System.err.println("the Redis server is left behind: " + e);
        }
    }

    static int port() {
        return Integer.getInteger(PORT);
    }

    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
