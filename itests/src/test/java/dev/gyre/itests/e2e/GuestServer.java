package dev.gyre.itests.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** The server that guests call; {@code itests/guests/js/answers.mjs} has the same. Thread-safe. */
final class GuestServer implements AutoCloseable {
    private final HttpServer server;

    GuestServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", GuestServer::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("x-kind", "test");
            exchange.sendResponseHeaders(200, 0);
            if (exchange.getRequestURI().getPath().equals("/echo")) {
                exchange.getRequestBody().transferTo(exchange.getResponseBody());
            } else {
                exchange.getResponseBody().write(("hello " + exchange.getRequestHeaders().getFirst("x-from")).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
