package dev.gyre.itests.osgi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** An OCI registry in memory that can stop in the middle of a blob. Thread-safe. */
final class ImageServer implements AutoCloseable {
    private static final int LARGE = 10_000;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** By path: {@code .../manifests/tag}, {@code .../blobs/digest}. */
    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private final AtomicReference<Hold> next = new AtomicReference<>();

    /** One blob that stops half-way until it may go on. */
    static final class Hold {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        void awaitHalf() throws InterruptedException {
            if (!reached.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody asked for a large blob");
            }
        }

        void release() {
            go.countDown();
        }
    }

    ImageServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v2/", exchange -> {
            try (exchange) {
                answer(exchange);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        server.start();
    }

    String name() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next large blob somebody asks for. */
    Hold holdNext() {
        Hold hold = new Hold();
        next.set(hold);
        return hold;
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                exchange.getResponseHeaders().set("Location", path);
                exchange.sendResponseHeaders(202, -1);
            }
            case "PUT" -> {
                byte[] content = exchange.getRequestBody().readAllBytes();
                contents.put(path.endsWith("/uploads/") ? path.replace("uploads/", digest(content)) : path, content);
                contents.put(path.replaceFirst("/manifests/.*", "/manifests/" + digest(content)), content);
                exchange.sendResponseHeaders(201, -1);
            }
            default -> read(exchange, path.equals("/v2/") ? new byte[0] : contents.get(path));
        }
    }

    private void read(HttpExchange exchange, byte[] content) throws IOException, InterruptedException {
        if (content == null || exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(content == null ? 404 : 200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        Hold hold = content.length >= LARGE ? next.getAndSet(null) : null;
        int half = hold == null ? 0 : content.length / 2;
        exchange.getResponseBody().write(content, 0, half);
        if (hold != null) {
            exchange.getResponseBody().flush();
            hold.reached.countDown();
            hold.go.await();
        }
        exchange.getResponseBody().write(content, half, content.length - half);
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
