package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.gyre.api.http.HttpFields;

class ServingTest {
    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void requestsReachTheComponentAndItsAnswerTheClient(HttpClient.Version version) throws Exception {
        try (TestApp app = TestApp.serving(x -> {
            String said = x.request().method() + " " + x.request().pathAndQuery() + " " + x.request().protocol() + " "
                    + new String(x.request().body().readAllBytes()) + " " + x.request().headers().all("x-a");
            x.response().send(201, HttpFields.of(List.of(Map.entry("Set-Cookie", "a=1"), Map.entry("set-cookie", "b=2"))), said.getBytes());
        });
                HttpClient client = HttpClient.newBuilder().version(version).build()) {
            // A request without a body asks for HTTP/2 in the clear, and the connection stays with it.
            assertEquals(version, client.send(HttpRequest.newBuilder(app.uri("/")).build(), BodyHandlers.discarding()).version());
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = client.send(HttpRequest.newBuilder(app.uri("/x/y?q=1&r=%20")).header("X-A", "1").header("X-A", "2")
                        .POST(HttpRequest.BodyPublishers.ofString("body")).build(), BodyHandlers.ofString());
                assertEquals(201, answer.statusCode());
                assertEquals(List.of("a=1", "b=2"), answer.headers().allValues("set-cookie"));
                assertEquals(version, answer.version());
                String protocol = answer.version() == HttpClient.Version.HTTP_2 ? "HTTP/2.0" : "HTTP/1.1";
                assertEquals("POST /x/y?q=1&r=%20 " + protocol + " body [1, 2]", answer.body());
            }
        }
    }

    @Test
    void theBaseOfAManifestOfVersion2MeansNothing() {
        try (TestApp app = new TestApp.Builder().manifest(2).base("/api/").component("hello", "/hello", x -> { }).start()) {
            assertEquals("  hello: http://127.0.0.1:" + app.port() + "/hello", app.announcement().get(2));
        }
        try (TestApp app = new TestApp.Builder().manifest(2).base("/api/").settings("base", "/shop").component("hello", "/hello", x -> { }).start()) {
            assertEquals("  hello: http://127.0.0.1:" + app.port() + "/shop/hello", app.announcement().get(2), "the operator's");
        }
    }

    @Test
    void announcesAddressAndRoutesAsSpinDoes() {
        try (TestApp app = new TestApp.Builder().base("/api/").component("hello", "/hello", x -> { }).component("fs", "/static/...", x -> { }).start()) {
            String url = "http://127.0.0.1:" + app.port();
            assertEquals(List.of("Serving " + url, "Available Routes:",
                    "  hello: " + url + "/api/hello", "    describes hello",
                    "  fs: " + url + "/api/static (wildcard)", "    describes fs"), app.announcement());
        }
    }
}
