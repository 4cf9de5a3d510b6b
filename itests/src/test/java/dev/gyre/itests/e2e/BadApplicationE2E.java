package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code gyre up} says about applications that cannot be served: one error that names the place, and exit code 1. */
@Execution(ExecutionMode.CONCURRENT)
class BadApplicationE2E {
    private static final String HEAD = """
            spin_version = "1"
            name = "bad"
            version = "1"
            trigger = { type = "http", base = "/" }
            """;

    @TempDir
    Path folder;

    @TempDir
    Path outside;

    /** A component of the module, starting in line 5. */
    private static String component(String module) {
        return component(module, "");
    }

    private static String component(String module, String more) {
        return """
                [[component]]
                id = "c"
                source = "%s"
                %s
                [component.trigger]
                route = "/..."
                """.formatted(App.guest(module), more);
    }

    private static final String WAGI = "executor = { type = \"wagi\" }\n";

    /** A manifest, and what is to be said about it in this order. */
    static Stream<Arguments> manifests() {
        return Stream.of(
                Arguments.of("broken TOML", HEAD + "[[component]\nid = 1\n", List.of("spin.toml:5:", "not TOML")),
                Arguments.of("wrong type", HEAD.replace("\"bad\"", "7") + component("echo-g2.wasm"), List.of("spin.toml:2:", "name", "string", "7")),
                Arguments.of("unknown field", HEAD + component("echo-g2.wasm", "sauce = \"x\""), List.of("spin.toml:8:", "sauce", "source")),
                Arguments.of("version 2 without a trigger", "spin_manifest_version = 2\n[application]\nname = \"x\"\n",
                        List.of("spin.toml:1:", "trigger", "[[trigger.<type>]]")),
                Arguments.of("duplicate id", HEAD + component("echo-g2.wasm") + component("echo-g2.wasm"), List.of("spin.toml:12:", "id", "\"c\" is used twice", "line 6")),
                Arguments.of("capability", HEAD + component("echo-g2.wasm", "ai_models = [\"llama2-chat\"]"), List.of("spin.toml:8:", "ai_models", "\"c\"", "[llama2-chat]")),
                Arguments.of("missing module", HEAD + component("no-such.wasm"), List.of("spin.toml:7:", "source", "\"c\"", "no-such.wasm does not exist")),
                Arguments.of("no WebAssembly", HEAD + component("README.md"), List.of("spin.toml:5", "\"c\"", "README.md", "no WebAssembly module")),
                Arguments.of("truncated", HEAD + component("truncated.wasm"), List.of("spin.toml:5", "\"c\"", "truncated.wasm")),
                Arguments.of("other version", HEAD + component("version-2.wasm"), List.of("spin.toml:5", "\"c\"", "version-2.wasm", "version")),
                Arguments.of("component", HEAD + component("component.wasm"), List.of("spin.toml:5", "\"c\"", "component.wasm", "no handler of HTTP requests", "wasi:http/incoming-h")),
                Arguments.of("missing handler", HEAD + component("no-handler.wasm"), List.of("\"c\"", "exports no \"handle-http-request\"")),
                Arguments.of("wagi module as spin", HEAD + component("wagi-env.wasm"), List.of("\"c\"", "exports no \"handle-http-request\"", "wagi")),
                Arguments.of("wrong handler", HEAD + component("wrong-handler-type.wasm"), List.of("\"c\"", "\"handle-http-request\" is ", "but a Spin HTTP handler is")),
                Arguments.of("no memory", HEAD + component("no-memory.wasm"), List.of("\"c\"", "memory")),
                Arguments.of("no allocator", HEAD + component("no-realloc.wasm"), List.of("\"c\"", "canonical_abi_realloc")),
                Arguments.of("missing entry point", HEAD + component("wagi-env.wasm") + WAGI.replace(" }", ", entrypoint = \"none\" }"), List.of("\"c\"", "\"none\"", "second_entry")),
                Arguments.of("entry point of another type", HEAD + component("wagi-env.wasm") + WAGI.replace(" }", ", entrypoint = \"not_an_entry\" }"), List.of("\"c\"", "\"not_an_entry\"")),
                Arguments.of("unknown import", HEAD + component("unknown-import.wasm"), List.of("\"c\"", "acme:clock/now", "component model")),
                Arguments.of("import of another type", HEAD + component("wrong-import-type.wasm"), List.of("\"c\"", "fd_write", "but that function is")),
                Arguments.of("files above the folder", HEAD + component("echo-g2.wasm", "files = [\"../*\"]"), List.of("spin.toml:8:", "files", "../*")),
                Arguments.of("files of another folder", HEAD + component("echo-g2.wasm", "files = [\"/etc/*\"]"), List.of("spin.toml:8:", "files", "/etc/*")),
                Arguments.of("absolute source", HEAD + component("echo-g2.wasm", "files = [{ source = \"/etc\", destination = \"/\" }]"), List.of("spin.toml:8:", "files", "/etc", "relative")),
                Arguments.of("relative destination", HEAD + component("echo-g2.wasm", "files = [{ source = \".\", destination = \"x\" }]"), List.of("spin.toml:8:", "files", "\"x\"", "absolute")),
                Arguments.of("links that lead out", HEAD + component("echo-g2.wasm", "files = [\"links/*\"]"), List.of("spin.toml:8:", "links/out", "outside")),
                Arguments.of("unknown trigger", HEAD.replace("\"http\"", "\"carrier-pigeon\"") + component("echo-g2.wasm"), List.of("carrier-pigeon")),
                Arguments.of("allowed host", HEAD + component("outbound-http-g1.wasm", "allowed_http_hosts = [\"ftp://x\"]"), List.of("spin.toml:8:", "allowed_http_hosts[0]", "ftp://x")));
    }

    private Gyre up(String manifest, String... args) throws IOException {
        Files.writeString(folder.resolve("spin.toml"), manifest);
        if (manifest.contains("links/*")) {
            Path file = Files.writeString(outside.resolve("file"), "");
            Files.createSymbolicLink(Files.createDirectories(folder.resolve("links")).resolve("out"), file);
        }
        return Gyre.start(Map.of(), Stream.concat(Stream.of("up", "-f", folder.toString(), "--listen", "127.0.0.1:0"), Stream.of(args)).toArray(String[]::new));
    }

    private static void assertRefused(int code, Gyre gyre, List<String> said) {
        try (gyre) {
            assertEquals(code, gyre.refusal(), gyre::output);
            List<String> errors = gyre.err().lines().filter(l -> l.startsWith("Error: ")).toList();
            assertEquals(1, errors.size(), gyre::output);
            int at = 0;
            for (String part : said) {
                int found = errors.getFirst().indexOf(part, at);
                assertTrue(found >= 0, () -> "\"" + part + "\" is missing, or not in its place, in\n" + gyre.output());
                at = found + part.length();
            }
            assertFalse(gyre.err().contains("\tat ") || gyre.err().contains("Exception"), gyre::output);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manifests")
    void theErrorNamesThePlace(String what, String manifest, List<String> said) throws IOException {
        assertRefused(1, up(manifest), said);
    }

    @Test
    void settingsAreCheckedLikeTheManifest() throws IOException {
        Files.writeString(folder.resolve("gyre.toml"), "[limits]\n\ndeadline = \"soon\"\n");
        assertRefused(1, up(HEAD + component("echo-g2.wasm")), List.of("gyre.toml:3:", "limits.deadline", "soon"));
        Files.writeString(folder.resolve("gyre.toml"), "[http]\nmax-bodies = 1\n");
        assertRefused(1, up(HEAD + component("echo-g2.wasm")), List.of("gyre.toml:2:", "http.max-bodies", "max-body"));
        Files.writeString(folder.resolve("gyre.toml"), "[component.d]\nabi = \"slots\"\n");
        assertRefused(1, up(HEAD + component("echo-g2.wasm")), List.of("gyre.toml:1:", "component.d"));
        Files.writeString(folder.resolve("gyre.toml"), "engine = \"v8\"\n");
        assertRefused(1, up(HEAD + component("echo-g2.wasm")), List.of("v8", "chicory"));
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            Files.writeString(folder.resolve("spin.toml"), HEAD + component("echo-g2.wasm"));
            assertRefused(1, Gyre.start(Map.of(), "up", "-f", folder.toString(), "--listen", address),
                    List.of("cannot listen on " + address, "address already in use", "--listen"));
        }
    }

    @Test
    void moreMemoryThanAllowedFailsItsRequestsOnly() throws IOException {
        try (Gyre gyre = up(HEAD + component("memory-4gb.wasm") + WAGI).awaitServing()) {
            assertEquals(500, Http.get(gyre.resolve("/x")).statusCode());
            gyre.awaitErr("\"c\": start-up failed: resource-limit");
            assertEquals(200, Http.get(gyre.resolve("/healthz")).statusCode());
        }
    }

    @Test
    void filesThatMatchNothingAreWarnedAbout() throws IOException {
        try (Gyre gyre = up(HEAD + component("echo-g2.wasm", "files = [\"nothing/*\"]")).awaitServing()) {
            gyre.awaitErr("spin.toml:8:10: component[0].files[0] of component \"c\" stages no file: \"nothing/*\"");
        }
    }

    @Test
    void anExecutorThatMayStillComeIsWaitedFor() throws IOException {
        try (Gyre gyre = up(HEAD + component("echo-g2.wasm") + "executor = { type = \"lambda\" }\n").awaitServing()) {
            assertEquals(503, Http.get(gyre.resolve("/x")).statusCode());
            assertTrue(gyre.out().contains("waits for a bundle that provides executor \"lambda\""), gyre::output);
        }
    }

    @Test
    void dataOutsideOfMemoryFailsItsRequestsOnly() throws IOException {
        try (Gyre gyre = up(HEAD + component("data-beyond.wasm") + WAGI).awaitServing()) {
            assertEquals(500, Http.get(gyre.resolve("/x")).statusCode());
            gyre.awaitErr("\"c\": start-up failed: out-of-bounds-memory");
            assertEquals(200, Http.get(gyre.resolve("/healthz")).statusCode());
        }
    }

    @Test
    void routesThatCollideAreServedWithAWarning() throws IOException {
        String two = component("echo-g2.wasm").replace("\"/...\"", "\"/a/...\"") + component("echo-g1.wasm").replace("\"c\"", "\"d\"").replace("\"/...\"", "\"/a/...\"")
                + component("echo-g1.wasm").replace("\"c\"", "\"e\"");
        try (Gyre gyre = up(HEAD + two).awaitServing()) {
            String err = gyre.awaitErr("route \"/a/...\" (component \"c\") is never used: component \"d\" has the same route");
            assertTrue(err.contains("requests for \"/a/...\" (component \"d\") go to component \"d\""), err);
            assertTrue(Http.get(gyre.resolve("/a/x")).body().contains("generation: g1"));
        }
    }

    @Test
    void wrongCommandLinesAreToldApartWithCode2() {
        assertRefused(2, Gyre.start(Map.of(), "up", "--lisen", "127.0.0.1:0"), List.of("unknown option '--lisen'", "did you mean '--listen'"));
        assertRefused(2, Gyre.start(Map.of(), "up", "-e", "novalue"), List.of("'--env'", "NAME=VALUE", "novalue"));
        assertRefused(2, Gyre.start(Map.of(), "up", "--tls-cert", "x"), List.of("'--tls-cert' and '--tls-key' need each other"));
    }

    @Test
    void aManifestThatIsNotThereIsNamed() throws IOException {
        assertRefused(1, Gyre.start(Map.of(), "up", "-f", "no/such.toml"), List.of("no file or folder no/such.toml"));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertRefused(1, Gyre.start(Map.of(), "up", "-f", empty.toString()), List.of(empty + " has no spin.toml"));
        assertRefused(1, Gyre.startIn(empty, Map.of(), "up"), List.of("no file or folder spin.toml"));
        assertRefused(1, Gyre.start(Map.of(), "up", "-b", "name/1.0.0"), List.of("which Bindle server", "--bindle-server"));
        assertRefused(1, Gyre.start(Map.of(), "up", "-b", "name/1.0"), List.of("\"1.0\"", "three numbers"));
    }

    @Test
    void anAddressThatIsNoneIsRefused() throws IOException {
        Files.writeString(folder.resolve("spin.toml"), HEAD + component("echo-g2.wasm"));
        assertRefused(1, Gyre.start(Map.of(), "up", "-f", folder.toString(), "--listen", "3000"), List.of("--listen", "127.0.0.1:3000", "but is \"3000\""));
        assertRefused(1, up(HEAD + component("echo-g2.wasm"), "--tls-cert", "no.pem", "--tls-key", "no.key"), List.of("no.pem", "no such file"));
    }
}
