package dev.gyre.host.redis.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.engine.HeapBudget;
import dev.gyre.host.rig.GuestRig;
import dev.gyre.redis.Deadlines;
import dev.gyre.redis.RedisAddress;
import dev.gyre.redis.RedisConnection;
import dev.gyre.redis.RedisFailure;
import dev.gyre.redis.Reply;

/** Servers that are slow, wrong, or no Redis at all. */
class HostileServerTest extends RedisFixture {
    private static final String PONG = "+PONG\r\n";

    /** Answers one chunk of input after the other; an empty answer is silence. */
    private interface Script {
        void answer(String input, OutputStream out) throws Exception;
    }

    private final ServerSocket listener = listener();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private volatile Script script;

    private static ServerSocket listener() {
        try {
            return new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        names.put("h", List.of(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort())));
        Thread.ofVirtual().start(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    sockets.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[1 << 16];
            int count;
            while ((count = in.read(buffer)) >= 0) {
                synchronized (heard) {
                    heard.write(buffer, 0, count);
                }
                script.answer(new String(buffer, 0, count, StandardCharsets.ISO_8859_1), socket.getOutputStream());
                socket.getOutputStream().flush();
            }
        } catch (Exception e) {
            // The client left, or the script is done.
        }
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private String get(long millis) {
        try (GuestRig.Run run = rig().start()) {
            run.event.millisLeft(millis);
            return run.text("get", "redis://:hunter2@h", "guests-own-bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "220 smtp ready\r\n", "+OK pop3 ready\r\n", "* OK imap\r\n", "ERROR\r\n", ":1\r\n", "$-1\r\n", "\u0016\u0003\u0001"})
    void whatIsNoRedisServerHearsNothingAGuestChose(String greeting) {
        script = (input, out) -> write(out, greeting);
        assertEquals("error", get(5000));
        String all = heard.toString(StandardCharsets.ISO_8859_1);
        assertEquals("*1\r\n$4\r\nPING\r\n", all);
    }

    @Test
    void aServerThatSaysNothingTakesTheEventsTimeOnly() {
        script = (input, out) -> { };
        long start = System.nanoTime();
        assertEquals("error", get(200));
        assertTrue(System.nanoTime() - start < 30_000_000_000L);
    }

    @Test
    void aServerThatDripsTakesTheEventsTimeOnly() {
        script = (input, out) -> {
            if (input.contains("PING")) {
                write(out, PONG);
            } else if (input.contains("AUTH")) {
                write(out, "+OK\r\n");
            } else {
                write(out, "$100000\r\n");
                while (true) {
                    write(out, "x");
                    Thread.sleep(20);
                }
            }
        };
        long start = System.nanoTime();
        assertEquals("error", get(300));
        assertTrue(System.nanoTime() - start < 30_000_000_000L);
    }

    @Test
    void aServerThatDoesNotReadIsLeftInTime() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        script = (input, out) -> {
            write(out, PONG);
            done.await();
        };
        try (Deadlines deadlines = new Deadlines()) {
            RedisConnection connection = RedisConnection.open(RedisAddress.parse("redis://h"), names.get("h"),
                    new RedisConnection.Limits(1000, new HeapBudget(10_000)), System.nanoTime() + 60_000_000_000L, deadlines);
            long start = System.nanoTime();
            // More than the socket buffers of both sides take, so that the write itself blocks.
            RedisFailure e = assertThrows(RedisFailure.class, () -> connection.command(List.of(new byte[64 << 20]), start + 300_000_000L));
            assertTrue(e.getMessage().endsWith("it took too long"), e.getMessage());
            assertTrue(System.nanoTime() - start < 30_000_000_000L);
            assertFalse(connection.isOpen());
        } finally {
            done.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2147483640\r\n", "*2147483640\r\n", "$-5\r\n", "?", "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n"})
    void aReplyThatWouldKillAHostIsAnError(String reply) {
        script = (input, out) -> {
            write(out, input.contains("PING") ? PONG : input.contains("AUTH") ? "+OK\r\n" : reply);
            if (!input.contains("PING") && !input.contains("AUTH")) {
                throw new IOException("close");
            }
        };
        assertEquals("error", get(5000));
    }

    @Test
    void bytesNobodyAskedForPoisonNoLaterReply() {
        script = (input, out) -> write(out, input.contains("PING") ? PONG : input.contains("AUTH") ? "+OK\r\n" : "$4\r\ngood\r\n$6\r\npoison\r\n");
        assertEquals("=good", get(60_000));
        assertEquals("=good", get(60_000));
        assertEquals(2, sockets.size());
    }

    @Test
    void aKeptConnectionThatTheServerClosedIsReplaced() throws Exception {
        script = (input, out) -> write(out, input.contains("PING") ? PONG : input.contains("AUTH") ? "+OK\r\n" : "$4\r\ngood\r\n");
        assertEquals("=good", get(60_000));
        sockets.getFirst().close();
        Thread.sleep(100);
        assertEquals("=good", get(60_000));
        assertEquals(2, sockets.size());
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        script = (input, out) -> {
            if (input.contains("PING")) {
                write(out, PONG);
            } else {
                asked.countDown();
            }
        };
        AtomicReference<String> outcome = new AtomicReference<>();
        try (Deadlines deadlines = new Deadlines()) {
            long deadline = System.nanoTime() + 60_000_000_000L;
            RedisConnection connection = RedisConnection.open(RedisAddress.parse("redis://h"), names.get("h"),
                    new RedisConnection.Limits(1000, new HeapBudget(10_000)), deadline, deadlines);
            Thread guest = Thread.ofVirtual().start(() -> {
                RedisFailure e = assertThrows(RedisFailure.class, () -> connection.command(List.of(new byte[1]), deadline));
                outcome.set(e.getMessage() + " " + Thread.currentThread().isInterrupted() + " " + connection.isOpen());
            });
            asked.await();
            guest.interrupt();
            assertTrue(guest.join(Duration.ofSeconds(60)));
        }
        assertEquals("no reply from the server: interrupted true false", outcome.get());
    }

    @Test
    void credentialsAreInNoMessage() {
        RedisAddress address = RedisAddress.parse("redis://:hunter2@h");
        script = (input, out) -> write(out, input.contains("PING") ? PONG : "-WRONGPASS hunter2 is wrong\r\n");
        try (Deadlines deadlines = new Deadlines()) {
            RedisFailure e = assertThrows(RedisFailure.class, () -> RedisConnection.open(address, names.get("h"),
                    new RedisConnection.Limits(1000, new HeapBudget(10_000)), System.nanoTime() + 60_000_000_000L, deadlines));
            assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
        }
        RedisFailure e = assertThrows(RedisFailure.class, () -> Results.number(new Reply.Failure("ERR hunter2 x")));
        assertFalse(e.getMessage().contains("hunter2"), e.getMessage());
    }
}
