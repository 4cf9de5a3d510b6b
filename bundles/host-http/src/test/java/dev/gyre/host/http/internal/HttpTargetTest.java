package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTargetTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.com, http, example.com, 80, /", "HTTPS://Example.COM, https, example.com, 443, /", "http://h:8080/a?b=c#d, http, h, 8080, /a?b=c",
        "http://h?x=1, http, h, 80, /?x=1", "http://h#x, http, h, 80, /", "https://h:/x, https, h, 443, /x", "http://[::1]:3000/, http, ::1, 3000, /",
        "http://[FE80::1]/, http, fe80::1, 80, /", "http://my_service/x, http, my_service, 80, /x", "http://bücher.example/ü?ü, http, xn--bcher-kva.example, 80, /%C3%BC?%C3%BC",
        "http://h/a/../b/./c/%2E%2e/d, http, h, 80, /b/d", "http://h/../../x, http, h, 80, /x", "http://h/a/.., http, h, 80, /", "http://h/a b, http, h, 80, /a%20b",
        "http://h/a//b/, http, h, 80, /a//b/", "http://h/%zz|[x]^, http, h, 80, /%25zz%7C%5Bx%5D%5E", "http://h/?a?b/../c, http, h, 80, /?a?b/../c", "http://h?, http, h, 80, /?",
        "http://a@b@evil.example/, http, evil.example, 80, /", "http://allowed.example:80@evil.example:81/, http, evil.example, 81, /", "http://h/@x:1, http, h, 80, /@x:1",
        "http://h?@evil/, http, h, 80, /?@evil/", "http://h#@evil/, http, h, 80, /",
    })
    void urlsAreTakenApartAsBrowsersDo(String url, String scheme, String host, int port, String target) {
        HttpTarget t = HttpTarget.parse(url);
        assertEquals(scheme + " " + host + " " + port + " " + target, t.scheme() + " " + t.host() + " " + t.port() + " " + t.pathAndQuery());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/relative", "example.com", "ftp://h/", "file:///etc/passwd", "http:/h", "http:h", "http://", "http:///x", "http://h:0/", "http://h:65536/",
        "http://h:8x/", "http://h:123456/", "http://h\\@evil/", "http://h/\r\nX: y", "http://h/\u0000", "http://a b/", "http://a%2eb/", "http://[::1/", "http://[::1]x/", "http://::1/",
        "http://a\tb/", "javascript://h/"})
    void otherTextsAreNoUrls(String url) {
        assertEquals(OutboundFailure.Kind.INVALID_URL, assertThrows(OutboundFailure.class, () -> HttpTarget.parse(url)).kind());
    }

    @ParameterizedTest
    @CsvSource({"/a?b, /a?b", "' /a ', /a", "http://self, /", "https://self/a, /a", "HTTP://SELF/a/../b, /a/../b", "http://self?x, /?x", "http://self.alt/a, /a", "//self/a, none", "//h, none",
        "http://self:80/a, none", "http://u@self/a, none", "http://selfie/a, none", "http://self.example/a, none", "a, none", "'', none", "http://x/http://self/, none"})
    void urlsOfTheApplicationItselfHaveNoHost(String url, String path) {
        assertEquals(path, HttpTarget.ownPath(url).orElse("none"));
    }

    @Test
    void aUrlHasABoundedLength() {
        assertThrows(OutboundFailure.class, () -> HttpTarget.parse("http://h/" + "a".repeat(HttpTarget.MAX_CHARACTERS)));
    }

    @ParameterizedTest
    @CsvSource({
        "/x, http://h:81/x", "x?y, http://h:81/a/x?y", "../x, http://h:81/x", "?q, http://h:81/a/b?q", "#f, http://h:81/a/b?z", "'', http://h:81/a/b?z", "//other/x, http://other/x",
        "https://h/y, https://h/y", "HTTP://H:81, http://h:81/", "x:y, bad", "ftp://h/, bad", "http:x, bad", "/\\evil, bad", "//, bad",
    })
    void locationsAreRelativeToTheirUrl(String location, String expected) {
        HttpTarget base = HttpTarget.parse("http://h:81/a/b?z");
        String actual;
        try {
            HttpTarget t = base.resolve(location);
            actual = t + t.pathAndQuery();
        } catch (OutboundFailure e) {
            actual = "bad";
        }
        assertEquals(expected, actual);
    }

    @Test
    void theTextForLogsHoldsNeitherPathNorCredentials() {
        HttpTarget t = HttpTarget.parse("https://me:hunter2@h/token/s3cret?key=abc");
        assertEquals("https://h", t.toString());
        assertTrue(t.userInfo().isPresent());
    }
}
