package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpHandler;

class AccessLogTest {
    private static final HttpHandler GUEST = x -> x.response().send(201, HttpFields.EMPTY, "12345".getBytes());

    private static TestApp app(String value) {
        return new TestApp.Builder().option("access-log", value).component("guest", "/log/...", GUEST)
                .component("failing", "/failing/...", x -> {
                    throw new GyreException("failed");
                }).start();
    }

    private static void get(TestApp app, String path) throws IOException {
        RawClient.exchange(app, "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }

    @Test
    void eachRequestIsOneLine() throws Exception {
        try (TestApp app = app("on")) {
            get(app, "/log/one?secret=1");
            get(app, "/log/%22%5b\"quoted|");
            get(app, "/failing/two");
            get(app, "/nowhere");
            String line = "INFO dev\\.gyre\\.access: 127\\.0\\.0\\.1:[0-9]+ \"GET %s HTTP/1\\.1\" %s bytes [0-9]+\\.[0-9] ms %s";
            assertTrue(RecordingLogs.await("GET /log/one").matches(line.formatted("/log/one", "201 5", "guest")), RecordingLogs.await("GET /log/one"));
            assertTrue(RecordingLogs.await("quoted").matches(line.formatted("/log/%22%5b\\\\u0022quoted|", "201 5", "guest").replace("%5b", "%5b").replace("|", "\\|")), RecordingLogs.await("quoted"));
            RecordingLogs.await("GET /failing/two HTTP");
            assertTrue(RecordingLogs.await("GET /failing/two HTTP").matches(line.formatted("/failing/two", "500 0", "failing")));
            assertTrue(RecordingLogs.await("GET /nowhere").matches(line.formatted("/nowhere", "404 0", "-")));
            assertEquals(1, RecordingLogs.lines("/log/one").size());
        }
    }

    @Test
    void requestsOfOneConnectionAndCutOnesAreLogged() throws Exception {
        try (TestApp app = new TestApp.Builder().option("access-log", "on").component("guest", "/kept/...", GUEST).component("cut", "/cut", x -> {
            x.response().begin(200, HttpFields.EMPTY).flush();
            throw new GyreException("half-way");
        }).start()) {
            RawClient.exchange(app, "GET /kept/1 HTTP/1.1\r\nHost: a\r\n\r\nGET /kept/2 HTTP/1.1\r\nHost: a\r\n\r\nGET /cut HTTP/1.1\r\nHost: a\r\n\r\n");
            RecordingLogs.await("GET /kept/1 HTTP/1.1\" 201 5 bytes");
            RecordingLogs.await("GET /kept/2 HTTP/1.1\" 201 5 bytes");
            RecordingLogs.await("GET /cut HTTP/1.1\" cut 0 bytes");
        }
    }

    @Test
    void nothingIsLoggedUnlessAskedFor() throws Exception {
        try (TestApp app = app("off")) {
            get(app, "/log/quiet");
        }
        assertEquals(0, RecordingLogs.lines("/log/quiet").size());
    }
}
