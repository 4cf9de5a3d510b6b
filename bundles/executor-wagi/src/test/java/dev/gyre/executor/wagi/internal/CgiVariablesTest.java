package dev.gyre.executor.wagi.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.api.http.RouteMatch;

class CgiVariablesTest {
    private static Map<String, String> variables(Map<String, String> own, String... headers) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (int i = 0; i < headers.length; i += 2) {
            fields.add(Map.entry(headers[i], headers[i + 1]));
        }
        HttpRequest request = new HttpRequest("POST", "https", "example.com:3000", "/base/path/te%73t%3brun", Optional.of("foo=bar"),
                "HTTP/1.1", HttpFields.of(fields), OptionalLong.of(3), InputStream.nullInputStream(), new InetSocketAddress("192.168.0.1", 4711));
        RouteMatch route = new RouteMatch("/te%73t%3brun", "/base/path/...", "/base", "/path/...", "/path", Map.of());
        return CgiVariables.of(new HttpExchange(request, route, new RecordingResponse()), 3, own);
    }

    @Test
    void everyVariableOfWagiIsSet() {
        Map<String, String> vars = variables(Map.of(), "content-type", "text/plain", "x-test-header", "hello");
        Map<String, String> expected = Map.ofEntries(
                Map.entry("AUTH_TYPE", ""), Map.entry("CONTENT_LENGTH", "3"), Map.entry("CONTENT_TYPE", "text/plain"),
                Map.entry("X_FULL_URL", "https://example.com:3000/base/path/te%73t%3brun?foo=bar"), Map.entry("GATEWAY_INTERFACE", "CGI/1.1"),
                Map.entry("X_MATCHED_ROUTE", "/base/path/..."), Map.entry("QUERY_STRING", "foo=bar"), Map.entry("REMOTE_ADDR", "192.168.0.1"),
                Map.entry("REMOTE_HOST", "192.168.0.1"), Map.entry("REMOTE_USER", ""), Map.entry("REQUEST_METHOD", "POST"),
                Map.entry("SCRIPT_NAME", "/base/path"), Map.entry("X_RAW_PATH_INFO", "/te%73t%3brun"), Map.entry("PATH_INFO", "/te%73t%3brun"),
                Map.entry("PATH_TRANSLATED", "/test;run"), Map.entry("SERVER_NAME", "example.com"), Map.entry("SERVER_PORT", "3000"),
                Map.entry("SERVER_PROTOCOL", "HTTP/1.1"), Map.entry("SERVER_SOFTWARE", "WAGI/1"), Map.entry("X_BASE_PATH", "/base"),
                Map.entry("X_RAW_COMPONENT_ROUTE", "/path/..."), Map.entry("X_COMPONENT_ROUTE", "/path"), Map.entry("X_CLIENT_ADDR", "192.168.0.1:4711"),
                Map.entry("HTTP_CONTENT_TYPE", "text/plain"), Map.entry("HTTP_X_TEST_HEADER", "hello"));
        assertEquals(expected, vars);
    }

    @Test
    void credentialsAndProxyAreWithheld() {
        Map<String, String> vars = variables(Map.of(), "authorization", "secret", "connection", "close", "Proxy", "http://evil", "proxy-authorization", "s");
        assertFalse(vars.keySet().stream().anyMatch(k -> k.startsWith("HTTP_")), vars.toString());
    }

    @Test
    void anUnderscoreCannotImpersonateAHyphen() {
        assertEquals("real", variables(Map.of(), "x-a", "real", "x_a", "forged").get("HTTP_X_A"));
    }

    @Test
    void aClientCannotReplaceTheComponentsOwnEnvironment() {
        assertFalse(variables(Map.of("HTTP_X_KEY", "own"), "x-key", "forged").containsKey("HTTP_X_KEY"));
    }

    @Test
    void repeatedHeadersAreJoined() {
        Map<String, String> vars = variables(Map.of(), "accept", "a", "accept", "b", "cookie", "c=1", "cookie", "d=2");
        assertEquals("a, b", vars.get("HTTP_ACCEPT"));
        assertEquals("c=1; d=2", vars.get("HTTP_COOKIE"));
    }

    @ParameterizedTest
    @CsvSource({"a%20b, a b", "100%, 100%", "%zz, %zz", "%C3%A4, ä", "a%00b, a%00b", "%2, %2"})
    void percentDecodingKeepsWhatItCannotDecode(String in, String out) {
        assertEquals(out, CgiVariables.percentDecode(in));
    }

    @ParameterizedTest
    @CsvSource({"example.com:8080, http, example.com, 8080", "example.com, https, example.com, 443", "[::1]:3000, http, [::1], 3000",
        "[::1], http, [::1], 80", "localhost:, http, localhost, 80"})
    void serverNameAndPortComeFromTheAuthority(String authority, String scheme, String host, String port) {
        assertEquals(new Authority(host, port), Authority.parse(authority, scheme));
    }

    @ParameterizedTest
    @CsvSource({"/..., ''", "/a/..., /a", "/a, /a"})
    void scriptNameIsTheRouteWithoutItsWildcard(String route, String name) {
        assertEquals(name, CgiVariables.scriptName(route));
    }
}
