package dev.gyre.itests.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Requests of the tests: never follows redirects, times out. Those without a body have a connection of their own, which is not taken again just when a
 * server closes it, and keeps none from stopping at once.
 */
public final class Http {
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final HttpClient CLIENT = client();

    private Http() {
    }

    /** One that keeps its connections. */
    static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER).connectTimeout(Duration.ofSeconds(60)).build();
    }

    public static HttpResponse<String> get(URI uri, String... headers) {
        return send("GET", uri, BodyPublishers.noBody(), headers);
    }

    public static HttpResponse<String> post(URI uri, String body, String... headers) {
        return send("POST", uri, BodyPublishers.ofString(body), headers);
    }

    /** @param headers names and values in turn */
    public static HttpResponse<String> send(String method, URI uri, BodyPublisher body, String... headers) {
        return send(method, uri, body, BodyHandlers.ofString(StandardCharsets.UTF_8), headers);
    }

    public static <T> HttpResponse<T> send(String method, URI uri, BodyPublisher body, BodyHandler<T> answer, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).method(method, body);
        if (body.contentLength() == 0) {
            request.header("Connection", "close"); // with a body, a server that does not read all of it would close before the answer was read
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(CLIENT, request.build(), answer);
    }

    public static <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> answer) {
        try {
            return client.send(request, answer);
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
