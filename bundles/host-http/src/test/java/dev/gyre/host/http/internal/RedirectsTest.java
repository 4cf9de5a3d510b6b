package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest extends ClientFixture {
    private static final List<Entry<String, String>> HEADERS = List.of(Map.entry("Authorization", "Bearer t"), Map.entry("Cookie", "a=b"),
            Map.entry("Content-Type", "text/plain"), Map.entry("X-Own", "1"));

    private static String to(int status, String location) {
        return "HTTP/1.1 " + status + " Moved\r\nLocation: " + location + "\r\nContent-Length: 4\r\n\r\nmove";
    }

    @ParameterizedTest
    @CsvSource({"301, POST, GET, ''", "302, POST, GET, ''", "303, PUT, GET, ''", "303, HEAD, HEAD, ''", "301, GET, GET, ''", "307, POST, POST, body", "308, PUT, PUT, body"})
    void theMethodChangesAsTheStatusSays(int status, String method, String nextMethod, String nextBody) throws Exception {
        RawServer server = serve("h", (request, out) -> {
            boolean first = request.line().contains(" /a ");
            String answer = first ? to(status, "b?c") : RawServer.ok("end");
            if (request.line().startsWith("HEAD")) {
                answer = answer.substring(0, answer.indexOf("\r\n\r\n") + 4);
            }
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        });
        try (Answer answer = send(method, "http://h/a", HEADERS, method.equals("GET") || method.equals("HEAD") ? "" : "body")) {
            assertEquals(200, answer.status());
        }
        assertEquals(nextMethod + " /b?c HTTP/1.1", server.last().line());
        assertEquals(nextBody, server.last().body());
        assertEquals(nextBody.isEmpty() ? "" : "text/plain", server.last().header("content-type"));
        assertEquals("Bearer t", server.last().header("authorization"), "the same origin keeps its credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://other/x", "http://h:81/x", "//other/x"})
    void credentialsStayWithTheirOrigin(String location) throws Exception {
        RawServer server = serve("h", (request, out) -> out.write((request.line().contains(" /a ") ? to(302, location) : RawServer.ok("")).getBytes(StandardCharsets.ISO_8859_1)));
        names.put("other", names.get("h"));
        send("GET", "http://h/a", HEADERS, "").close();
        assertEquals("GET /x HTTP/1.1", server.last().line());
        assertEquals("", server.last().header("authorization"));
        assertEquals("", server.last().header("cookie"));
        assertEquals("1", server.last().header("x-own"));
    }

    @Test
    void eachHopPassesTheRules() throws Exception {
        say("h", to(302, "http://169.254.169.254/latest/meta-data/"));
        fails(OutboundFailure.Kind.DESTINATION_NOT_ALLOWED, "http://h/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/", "file:///etc/passwd", "http://", "http://h:99999/", "gopher:x", "/\\evil.example"})
    void aRedirectToWhatIsNoUrlIsTheServersFault(String location) throws Exception {
        say("h", to(302, location));
        OutboundFailure e = fails(OutboundFailure.Kind.REQUEST, "http://h/");
        assertTrue(e.getMessage().startsWith("http://h redirects to a bad URL"), e.getMessage());
    }

    @Test
    void tenRedirectsAreFollowedAndNoMore() throws Exception {
        RawServer server = serve("h", (request, out) -> {
            int left = Integer.parseInt(request.line().split("[/ ]+")[1]);
            out.write((left == 0 ? RawServer.ok("end") : to(302, "/" + (left - 1))).getBytes(StandardCharsets.ISO_8859_1));
        });
        assertEquals("end", text(get("http://h/10")));
        assertEquals(11, server.seen.size());
        assertTrue(fails(OutboundFailure.Kind.REQUEST, "http://h/11").getMessage().contains("more than 10 redirects"));
    }

    @Test
    void aRedirectWithoutLocationAndOtherStatusesAreAnswers() throws Exception {
        say("h", "HTTP/1.1 302 Found\r\nContent-Length: 4\r\n\r\nbody");
        assertEquals("body", text(get("http://h/")));
        say("h", to(300, "/x"));
        assertEquals("move", text(get("http://h/")));
        say("h", to(201, "/x"));
        assertEquals("move", text(get("http://h/")));
    }

    @Test
    void theBodyOfARedirectIsDroppedButBounded() throws Exception {
        serve("h", (request, out) -> {
            out.write("HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write(new byte[1 << 14]);
            }
        });
        fails(OutboundFailure.Kind.REQUEST, "http://h/");
        assertAllMemoryIsGivenBack();
    }

    @Test
    void theTimeIsForAllHopsTogether() throws Exception {
        serve("h", (request, out) -> {
            Thread.sleep(60);
            out.write(to(302, "/").getBytes(StandardCharsets.ISO_8859_1));
        });
        event.millisLeft(200);
        OutboundFailure e = fails(OutboundFailure.Kind.REQUEST, "http://h/");
        assertFalse(e.getMessage().contains("redirects"), e.getMessage()); // there was no time for so many
    }
}
