package dev.gyre.loader.oci.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Stands between a client and a registry and changes what the registry answers. */
public final class FaultyProxy implements AutoCloseable {
    /** What is answered instead. */
    public interface Fault {
        /** @return nothing to let the answer pass */
        Optional<Answer> change(HttpExchange request, HttpResponse<byte[]> answer) throws IOException;
    }

    /** @param announced Content-Length, which the body may not have */
    public record Answer(int status, byte[] body, long announced, String... headers) {
        public static Answer ok(byte[] body) {
            return new Answer(200, body, body.length);
        }
    }

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Fault fault = (request, answer) -> Optional.empty();

    public FaultyProxy(String registry) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + registry + exchange.getRequestURI()));
            for (String name : List.of("Accept", "Range")) {
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).ifPresent(value -> request.header(name, value));
            }
            request.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.noBody());
            try (exchange) {
                HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
                send(exchange, answer, fault.change(exchange, answer));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        server.start();
    }

    private static void send(HttpExchange exchange, HttpResponse<byte[]> answer, Optional<Answer> changed) throws IOException {
        if (changed.isEmpty()) {
            answer.headers().map().forEach((name, values) -> {
                if (!name.equalsIgnoreCase("content-length")) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
        } else {
            for (int i = 0; i < changed.get().headers().length; i += 2) {
                exchange.getResponseHeaders().set(changed.get().headers()[i], changed.get().headers()[i + 1]);
            }
        }
        byte[] body = changed.map(Answer::body).orElse(answer.body());
        long length = changed.map(Answer::announced).orElse((long) body.length);
        exchange.sendResponseHeaders(changed.map(Answer::status).orElse(answer.statusCode()), length == 0 ? -1 : length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
    }

    public void inject(Fault next) {
        fault = next;
        asked.clear();
    }

    /** Requests since the last fault was set. */
    public List<String> asked() {
        return asked;
    }

    public String name() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
