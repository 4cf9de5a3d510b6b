package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Components of every kind that call each other: {@code http://<component>.spin.internal}. */
class ChainingE2E {
    @TempDir
    static Path folder;

    private static Gyre gyre;

    @BeforeAll
    static void serve() throws IOException {
        StringBuilder manifest = new StringBuilder("""
                spin_manifest_version = 2
                [application]
                name = "chain"
                """);
        String all = "allowed_outbound_hosts = ['http://*.spin.internal', 'http://self']";
        component(manifest, "g1", "outbound-http-g1.wasm", "'/g1'", "", all);
        component(manifest, "g2", "../../examples/outbound-http/outbound_http.wasm", "'/g2'", "", all);
        component(manifest, "hasty", "../../examples/outbound-http/outbound_http.wasm", "'/hasty'", "", all);
        component(manifest, "forward", "forward.wasm", "'/forward/...'", "", all);
        component(manifest, "loop", "../../examples/outbound-http/outbound_http.wasm", "'/loop'", "", all + "\nenvironment = { TARGET = 'http://self/loop' }");
        component(manifest, "lonely", "forward.wasm", "'/ignored/...'", "", "");
        component(manifest, "core", "echo-g2.wasm", "{ private = true }", "", "");
        component(manifest, "wagi", "wagi-env.wasm", "{ private = true }", "executor = { type = 'wagi' }", "");
        component(manifest, "component", "http-component.wasm", "{ private = true }", "", "");
        Files.writeString(folder.resolve("spin.toml"), manifest);
        Files.writeString(folder.resolve("gyre.toml"), """
                [component.hasty.limits]
                deadline = "3s"
                [component.component.limits]
                deadline = "5m"
                """);
        gyre = Gyre.up(folder);
    }

    private static void component(StringBuilder manifest, String id, String module, String route, String executor, String fields) {
        manifest.append("""
                [[trigger.http]]
                route = %s
                component = "%s"
                %s
                [component.%s]
                source = '%s'
                %s
                """.formatted(route, id, executor, id, App.guest(module), fields));
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    private static String get(String path) {
        return Http.get(gyre.resolve(path)).body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/g1?url=http://", "/g2?url=http://", "/forward/"})
    void anyKindOfComponentAsksAnyOther(String caller) {
        String core = get(caller + "core.spin.internal/a/b");
        assertTrue(core.contains("method: GET\nuri: /a/b\n"), core);
        assertTrue(core.contains("header: spin-path-info: /a/b\n") && core.contains("header: spin-full-url: http://core.spin.internal/a/b\n")
                && core.contains("header: spin-client-addr: 0.0.0.0:0\n") && !core.contains("header: host"), core);
        String wagi = get(caller + "wagi.spin.internal/x");
        assertTrue(wagi.contains("PATH_INFO=/x") && wagi.contains("X_MATCHED_ROUTE=/..."), wagi);
        String component = get(caller + "component.spin.internal/");
        assertTrue(component.startsWith("status") && component.endsWith("ok\n"), component);
    }

    @Test
    void nobodyComesInFromOutside() {
        assertEquals(404, Http.get(gyre.resolve("/core")).statusCode());
    }

    @ParameterizedTest
    @CsvSource({"/ignored/core.spin.internal/, 15", "/forward/nobody.spin.internal/, 38", "/forward/core.spin.internal:81/, 15"})
    void whatIsNotAllowedOrNotThereIsAnError(String path, int code) {
        assertEquals("error " + code + "\n", get(path));
    }

    @Test
    void aRefusalSaysWhatToWrite() {
        HttpResponse<String> answer = Http.get(gyre.resolve("/ignored/core.spin.internal/"));
        assertEquals(502, answer.statusCode());
        gyre.awaitErr("component \"lonely\" may not connect to http://core.spin.internal:80; to allow it, write in that component: "
                + "allowed_outbound_hosts = [\"http://core.spin.internal\"]");
    }

    @Test
    void aCircleEndsWithAnErrorThatShowsIt() {
        String answer = get("/forward/forward.spin.internal".repeat(12) + "/forward/component.spin.internal/");
        assertTrue(answer.startsWith("status 200\n") && answer.endsWith("status 502\nerror 36\n"), answer);
        gyre.awaitErr("components call each other more than 10 requests deep: forward -> forward -> ");
    }

    /** Each of them would take the places of all others, until its time is up. */
    @Test
    void anApplicationThatAsksItselfForEverComesToAnEndAndLeavesRoom() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> loops = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            loops.add(CompletableFuture.supplyAsync(() -> Http.get(gyre.resolve("/loop"))));
        }
        assertTrue(get("/forward/component.spin.internal/").endsWith("ok\n"));
        for (CompletableFuture<HttpResponse<String>> loop : loops) {
            String answer = loop.get().body();
            assertTrue(answer.startsWith("status: 200\n") && answer.contains("\nstatus: 502\n") && answer.endsWith("error: runtime-error\n"), answer);
            assertFalse(answer.contains("gyre-cause"), answer);
        }
        gyre.awaitErr("components call each other more than 10 requests deep: " + "loop -> ".repeat(11) + "self");
    }

    @Test
    void aComponentHasNoMoreTimeThanTheOneThatAsks() {
        // the loop has five minutes of its own, which is longer than this client waits
        String answer = get("/hasty?url=http://component.spin.internal/loop");
        assertTrue(answer.isEmpty() || answer.startsWith("error: ") || answer.startsWith("status: 504\n"), answer);
        assertTrue(get("/forward/component.spin.internal/").endsWith("ok\n"));
    }

    @Test
    void bodiesStream() {
        assertEquals("status 200\nhello", Http.post(gyre.resolve("/forward/component.spin.internal/echo"), "hello").body());
        String large = get("/forward/component.spin.internal/large");
        assertTrue(large.length() > 1 << 20, () -> large.length() + " characters");
    }

    @Test
    void whatBreaksOffIsNotTakenForWhole() {
        assertTrue(get("/g2?url=http://component.spin.internal/short").startsWith("error: "), "short");
        assertTrue(get("/g2?url=http://component.spin.internal/trap").startsWith("status: 500\n"), "trap");
    }

    /** A request without host, and to self, of a component; it goes through the listener. */
    @Test
    void theApplicationItselfIsAskedThroughItsListener() {
        for (String self : new String[] {"-", "self.alt"}) {
            String answer = get("/forward/" + self + "/forward/core.spin.internal/z");
            assertTrue(answer.contains("uri: /z\n"), answer);
        }
    }
}
