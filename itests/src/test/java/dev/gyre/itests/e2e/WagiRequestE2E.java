package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a CGI program is told about its request. */
class WagiRequestE2E {
    @TempDir
    static Path folder;

    private static Gyre gyre;

    @BeforeAll
    static void serve() {
        gyre = App.in(folder, "/base")
                .wagi("env", "wagi-env.wasm", "/env/...", "environment = { GREETING = \"manifest\", HTTP_X_FIXED = \"component\", PATH_INFO = \"component\", OVER = \"manifest\" }")
                .wagi("exact", "wagi-env.wasm", "/exact").wagi("composed", "wagi-env-component.wasm", "/composed")
                .component("second", "wagi-env.wasm", "/second", "executor = { type = \"wagi\", entrypoint = \"second_entry\" }")
                .component("template", "wagi-env.wasm", "/template/...", "executor = { type = \"wagi\", argv = \"prog --at=${SCRIPT_NAME}  x${ARGS}y end\" }")
                .up("-e", "OVER=command line", "-e", "MORE=a=b");
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    /** The program's environment; a variable that comes twice fails. */
    private static Map<String, String> environment(String answer) {
        Map<String, String> out = new LinkedHashMap<>();
        answer.lines().filter(l -> l.startsWith("env ")).map(l -> l.substring(4).split("=", 2))
                .forEach(pair -> assertEquals(null, out.put(pair[0], pair[1]), pair[0] + " comes twice"));
        return out;
    }

    private static List<String> arguments(String answer) {
        return answer.lines().filter(l -> l.startsWith("argv ")).map(l -> l.substring(l.indexOf(": ") + 2)).toList();
    }

    private static Wire.Answer request(String line, String... fields) throws IOException {
        return Wire.exchange(gyre.address(), line + " HTTP/1.1\r\nHost: example.org:81\r\n" + String.join("", fields) + "\r\n");
    }

    @Test
    void theEnvironmentHoldsWhatCgiWagiAndSpinPromiseAndNothingElse() throws IOException {
        Wire.Answer answer = request("POST /base/env/a%20b/c?x=1&y=2", "Content-Type: text/x\r\n", "Content-Length: 4\r\n",
                "X-Own: value\r\n", "Connection: close\r\n", "Cookie: a=1\r\n", "Cookie: b=2\r\n", "X-Dup: 1\r\n", "X-Dup: 2\r\n", "\r\nbody");
        Map<String, String> env = environment(answer.text());
        assertTrue(env.remove("X_CLIENT_ADDR").matches("127\\.0\\.0\\.1:\\d+"), answer.text());
        Map<String, String> expected = new LinkedHashMap<>();
        expected.putAll(Map.of("GREETING", "manifest", "HTTP_X_FIXED", "component", "OVER", "command line", "MORE", "a=b"));
        expected.putAll(Map.of("AUTH_TYPE", "", "CONTENT_LENGTH", "4", "CONTENT_TYPE", "text/x", "GATEWAY_INTERFACE", "CGI/1.1",
                "QUERY_STRING", "x=1&y=2", "REMOTE_ADDR", "127.0.0.1", "REMOTE_HOST", "127.0.0.1", "REMOTE_USER", "", "REQUEST_METHOD", "POST"));
        expected.putAll(Map.of("SCRIPT_NAME", "/base/env", "PATH_INFO", "/a%20b/c", "X_RAW_PATH_INFO", "/a%20b/c", "PATH_TRANSLATED", "/a b/c",
                "SERVER_NAME", "example.org", "SERVER_PORT", "81", "SERVER_PROTOCOL", "HTTP/1.1", "SERVER_SOFTWARE", "WAGI/1"));
        expected.putAll(Map.of("X_FULL_URL", "http://example.org:81/base/env/a%20b/c?x=1&y=2", "X_MATCHED_ROUTE", "/base/env/...",
                "X_BASE_PATH", "/base", "X_RAW_COMPONENT_ROUTE", "/env/...", "X_COMPONENT_ROUTE", "/env"));
        expected.putAll(Map.of("HTTP_HOST", "example.org:81", "HTTP_CONTENT_TYPE", "text/x", "HTTP_CONTENT_LENGTH", "4",
                "HTTP_X_OWN", "value", "HTTP_COOKIE", "a=1; b=2", "HTTP_X_DUP", "1, 2"));
        assertEquals(new java.util.TreeMap<>(expected), new java.util.TreeMap<>(env));
    }

    @Test
    void clientsSetNothingButVariablesOfHeaders() throws IOException {
        Wire.Answer answer = request("GET /base/env/p", "Proxy: http://evil/\r\n", "Authorization: Basic x\r\n", "Proxy-Authorization: x\r\n",
                "Script-Name: /evil\r\n", "Path-Info: /evil\r\n", "Remote-Addr: 6.6.6.6\r\n", "Server-Software: evil\r\n", "X_Under: evil\r\n",
                "X-Fixed: evil\r\n", "Greeting: evil\r\n", "SCRIPT_NAME: evil\r\n", "spin-path-info: evil\r\n", "X-Full-Url: evil\r\n");
        Map<String, String> env = environment(answer.text());
        assertEquals("/base/env", env.get("SCRIPT_NAME"));
        assertEquals("/p", env.get("PATH_INFO"));
        assertEquals("127.0.0.1", env.get("REMOTE_ADDR"));
        assertEquals("WAGI/1", env.get("SERVER_SOFTWARE"));
        assertEquals("component", env.get("HTTP_X_FIXED"));
        assertEquals("manifest", env.get("GREETING"));
        assertEquals("http://example.org:81/base/env/p", env.get("X_FULL_URL"));
        assertEquals("/evil", env.get("HTTP_SCRIPT_NAME"));
        for (String absent : List.of("HTTP_PROXY", "HTTP_AUTHORIZATION", "HTTP_PROXY_AUTHORIZATION", "HTTP_X_UNDER", "HTTP_SPIN_PATH_INFO")) {
            assertFalse(env.containsKey(absent), absent);
        }
    }

    @Test
    void theDefaultArgumentsArePathAndQuery() throws IOException {
        assertEquals(List.of("/base/env/a%20b", "x=1", "y=a%20b+c", ""), arguments(request("GET /base/env/a%20b?x=1&y=a%20b+c&").text()));
        assertEquals(List.of("/base/exact", ""), arguments(request("GET /base/exact").text()));
        assertEquals(List.of("/base/exact/", ""), arguments(request("GET /base/exact/?").text()));
    }

    @Test
    void aTemplateIsCutAtSpacesBeforeThePathIsFilledIn() throws IOException {
        assertEquals(List.of("prog", "--at=/base/template/a%20b", "", "x1", "2y", "end"), arguments(request("GET /base/template/a%20b?1&2").text()));
        assertEquals(List.of("prog", "--at=/base/template", "", "xy", "end"), arguments(request("GET /base/template").text()));
    }

    @Test
    void anotherEntryPointIsCalled() throws IOException {
        assertTrue(request("GET /base/second").text().startsWith("entry point: second_entry\n"));
        assertTrue(request("GET /base/exact").text().startsWith("entry point: _start\n"));
    }

    @Test
    void aComponentIsToldTheSame() throws IOException {
        String module = request("POST /base/exact?x=1&y=2", "Content-Length: 2\r\n", "\r\nhi").text();
        String component = request("POST /base/composed?x=1&y=2", "Content-Length: 2\r\n", "\r\nhi").text();
        Map<String, String> told = environment(component.replace("/composed", "/exact"));
        Map<String, String> expected = environment(module);
        assertTrue(told.remove("X_CLIENT_ADDR").startsWith("127.0.0.1:"));
        expected.remove("X_CLIENT_ADDR");
        assertEquals(expected, told);
        assertEquals(List.of("/base/composed", "x=1", "y=2"), arguments(component));
    }

    @Test
    void bytesBeyondAsciiAndControlsInThePathStayEncodedWhereTheyMust() throws IOException {
        Map<String, String> env = environment(request("GET /base/env/%C3%A4?%00%0A").text());
        assertEquals("/%C3%A4", env.get("PATH_INFO"));
        assertEquals("/\\xc3\\xa4", env.get("PATH_TRANSLATED"));
        assertEquals("%00%0A", env.get("QUERY_STRING"));
    }
}
