package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Modules that differ in how they were built, and what {@code gyre.toml} and the environment say about them. */
class ModulesE2E {
    private static final String VARIABLES = """
            [component.config]
            message = "{{ greeting }}, {{ audience }}!"
            audience = "{{ audience }}"
            """;

    @TempDir
    static Path folder;

    private static Gyre gyre;

    @BeforeAll
    static void serve() {
        App app = App.in(folder).variables("[variables]\ngreeting = { default = \"Good day\" }\naudience = { required = true }\n")
                .spin("init", "init-first.wasm", "/init").spin("huge", "huge.wasm", "/huge")
                .spin("files-g2", "static-files-g2.wasm", "/files-g2/...", "files = [{ source = \"public\", destination = \"/\" }]")
                .spin("files-g1", Gyre.root().resolve("examples/static-files/static_files.wasm").toString(), "/files-g1/...",
                        "files = [{ source = \"public\", destination = \"/\" }]")
                .component("site-g1", "site-g1.wasm", "/site-g1", VARIABLES).component("site-g2", Gyre.root().resolve("examples/mixed/site.wasm").toString(), "/site-g2", VARIABLES)
                .spin("exact", "echo-g1.wasm", "/a/exact").spin("wild", "echo-g2.wasm", "/a/...")
                .settings("[http]\nrouting = \"last-wins\"\n[component.wild]\nabi = \"packed\"\n[component.exact]\nabi = \"slots\"\n");
        app.file("public/index.html", "index\n").file("public/a.txt", "a\n");
        gyre = app.up(Map.of("SPIN_VARIABLE_AUDIENCE", "world"));
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    @Test
    void initializersRunOnceAndStartDoesNot() {
        for (int i = 0; i < 3; i++) {
            assertEquals("ok", Http.get(gyre.resolve("/init")).body().strip());
        }
    }

    @Test
    void functionsTooLargeForTheJvmRun() {
        assertEquals("344ab979", Http.get(gyre.resolve("/huge")).body().strip());
    }

    @ParameterizedTest
    @CsvSource({"g1,/a.txt,200,a", "g2,/a.txt,200,a", "g1,/,200,index", "g2,/,200,index", "g1,/none,404,not found", "g2,/none,404,not found"})
    void filesAreServedInBothLayouts(String layout, String path, int status, String body) {
        HttpResponse<String> answer = Http.get(gyre.resolve("/files-" + layout + path));
        assertEquals(status + " " + body, answer.statusCode() + " " + answer.body().strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"g1", "g2"})
    void variablesReachGuestsInBothLayouts(String layout) {
        String answer = Http.get(gyre.resolve("/site-" + layout + "?variables")).body();
        assertTrue(answer.contains("variable message = Good day, world!\nvariable audience = world\nvariable Not A Key failed: invalid-key: "), answer);
    }

    @Test
    void theRoutingRuleIsAChoice() {
        assertTrue(Http.get(gyre.resolve("/a/exact")).body().startsWith("generation: g2\n"));
        gyre.awaitErr("(routing \"last-wins\"), but Spin 0.9 to 2.4 sent them to component \"exact\"");
    }

    @Test
    void aRequiredVariableWithoutValueIsMissedAtOnceOrByItsReader(@TempDir Path other) {
        App app = App.in(other).variables("[variables]\naudience = { required = true }\n")
                .component("site", Gyre.root().resolve("examples/mixed/site.wasm").toString(), "/...", "[component.config]\nmessage = \"{{ audience }}\"\n");
        try (Gyre second = app.up()) {
            String answer = Http.get(second.resolve("/?variables")).body();
            assertTrue(answer.contains("variable message failed: "), answer);
        }
    }
}
