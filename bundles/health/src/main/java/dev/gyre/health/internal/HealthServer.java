package dev.gyre.health.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.gyre.api.GyreException;
import dev.gyre.api.Printable;

/**
 * Answers {@code /live}, {@code /ready} and {@code /startup}, with 200 or 503 and a line for each check, on a port of its own: what
 * watches over the container is to reach it when the applications' listeners are full or closed, and clients are not to read it. The
 * JDK's own server, as it takes a request a second. Thread-safe.
 */
final class HealthServer implements AutoCloseable {
    private final HttpServer server;
    private final Function<Aspect, List<Checks.Answer>> checks;

    /** @throws GyreException when the address cannot be bound */
    HealthServer(InetSocketAddress address, Function<Aspect, List<Checks.Answer>> checks) {
        this.checks = checks;
        try {
            server = HttpServer.create(address, 16);
        } catch (IOException e) {
            throw new GyreException("cannot listen on " + address.getHostString() + ":" + address.getPort() + " for health checks: " + e.getMessage(), e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gyre-health-", 0).factory()));
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<Aspect> aspect = Aspect.of(exchange.getRequestURI().getPath());
            if (aspect.isEmpty()) {
                send(exchange, 404, "there is /live, /ready and /startup\n");
            } else if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                send(exchange, 405, "only GET and HEAD\n");
            } else {
                List<Checks.Answer> answers = checks.apply(aspect.get());
                StringBuilder text = new StringBuilder();
                answers.forEach(a -> a.result().forEach(entry -> text.append(a.result().getStatus()).append(' ').append(a.name()).append(": ")
                        .append(Printable.of(entry.getMessage()).replace("\n", "; ")).append('\n')));
                send(exchange, answers.stream().allMatch(Checks.Answer::isOk) ? 200 : 503, text.toString());
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
