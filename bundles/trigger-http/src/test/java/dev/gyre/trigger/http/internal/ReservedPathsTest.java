package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.junit.jupiter.api.Test;

import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpHandler;

class ReservedPathsTest {
    private static final HttpHandler GUEST = x -> x.response().send(200, HttpFields.EMPTY, "guest".getBytes());

    private static HttpResponse<String> get(TestApp app, String path) throws IOException {
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(HttpRequest.newBuilder(app.uri(path)).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String answer(TestApp app, String path) throws IOException {
        HttpResponse<String> answer = get(app, path);
        return answer.statusCode() + " " + answer.body();
    }

    @Test
    void wellKnownPathsWinOverEveryRoute() throws IOException {
        for (int manifest : new int[] {1, 2}) {
            try (TestApp app = new TestApp.Builder().manifest(manifest).component("all", "/...", GUEST)
                    .component("exact", "/.well-known/spin/health", GUEST).start()) {
                assertEquals("200 OK", answer(app, "/.well-known/spin/health"));
                assertEquals("404 ", answer(app, "/.well-known/spin/other"));
                assertEquals("200 guest", answer(app, "/.well-known/spin"));
                assertEquals("200 guest", answer(app, "/.well-known/acme"));
                HttpResponse<String> info = get(app, "/.well-known/spin/info");
                assertEquals("{\n  \"name\": \"test \\\"app\\\"\",\n  \"version\": \"1.2.3\"\n}", info.body());
                assertEquals("application/json", info.headers().firstValue("content-type").orElseThrow());
            }
        }
    }

    @Test
    void healthzIsReservedInManifestV1UnlessTheApplicationHasThatRoute() throws IOException {
        try (TestApp app = new TestApp.Builder().component("all", "/...", GUEST).start()) {
            assertEquals("200 OK", answer(app, "/healthz"));
            assertEquals("200 guest", answer(app, "/healthz/"));
        }
        try (TestApp app = new TestApp.Builder().component("all", "/...", GUEST).component("health", "/healthz", GUEST).start()) {
            assertEquals("200 guest", answer(app, "/healthz"));
        }
        try (TestApp app = new TestApp.Builder().manifest(2).component("all", "/...", GUEST).start()) {
            assertEquals("200 guest", answer(app, "/healthz"));
        }
    }

    @Test
    void whatNoRouteTakesIsNotFoundAndEmpty() throws IOException {
        try (TestApp app = new TestApp.Builder().component("a", "/a", GUEST).start()) {
            assertEquals("404 ", answer(app, "/b"));
            assertEquals("200 guest", answer(app, "/a"));
        }
    }
}
