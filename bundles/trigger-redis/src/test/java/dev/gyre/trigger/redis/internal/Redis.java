package dev.gyre.trigger.redis.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.engine.HeapBudget;
import dev.gyre.redis.Deadlines;
import dev.gyre.redis.RedisAddress;
import dev.gyre.redis.RedisConnection;
import dev.gyre.redis.Reply;
import dev.gyre.test.FreePort;
import redis.embedded.RedisServer;

/** A real Redis server on a port of its own that may be stopped and started again. For one thread. */
final class Redis implements AutoCloseable {
    private final int port = FreePort.next();
    private final String[] settings;
    private final Deadlines deadlines = new Deadlines();
    private RedisServer server;

    Redis(String... settings) {
        this.settings = settings;
        start();
    }

    void start() {
        try {
            var builder = RedisServer.newRedisServer().bind("127.0.0.1").port(port).setting("save ''");
            for (String setting : settings) {
                builder = builder.setting(setting);
            }
            server = builder.build();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "redis://127.0.0.1:" + port;
    }

    Reply command(Object... parts) {
        List<byte[]> bytes = new ArrayList<>();
        for (Object part : parts) {
            bytes.add(part instanceof byte[] b ? b : part.toString().getBytes(StandardCharsets.UTF_8));
        }
        long deadline = System.nanoTime() + 60_000_000_000L;
        try (RedisConnection connection = RedisConnection.open(RedisAddress.parse(address()), List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)),
                new RedisConnection.Limits(1 << 20, new HeapBudget(2 << 20)), deadline, deadlines);
                RedisConnection.Answer answer = connection.command(bytes, deadline)) {
            return answer.reply();
        }
    }

    /** How many subscribers got it. */
    long publish(String channel, Object payload) {
        return ((Reply.Number) command("PUBLISH", channel, payload)).value();
    }

    @Override
    public void close() {
        stop();
        deadlines.close();
    }
}
