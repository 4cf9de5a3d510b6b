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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Applications that cannot be served, by the real process: one error and an exit code; and those that are served although something is
 * wrong with them. {@code RefusedApplicationsIT} has all the errors there are.
 */
@Execution(ExecutionMode.CONCURRENT)
class BadApplicationE2E {
    @TempDir
    Path folder;

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

    private Gyre up(App app) {
        app.write();
        return Gyre.start(Map.of(), "up", "-f", folder.toString(), "--listen", "127.0.0.1:0");
    }

    @Test
    void theErrorNamesThePlaceAndTheExitCodeIs1() {
        assertRefused(1, up(App.in(folder).spin("c", "echo-g2.wasm", "/...", "sauce = \"x\"")), List.of("spin.toml:9:", "sauce", "source"));
        assertRefused(1, up(App.in(folder).spin("c", "wrong-import-type.wasm", "/...")), List.of("\"c\"", "fd_write", "but that function is"));
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            App.in(folder).spin("c", "echo-g2.wasm", "/...").write();
            assertRefused(1, Gyre.start(Map.of(), "up", "-f", folder.toString(), "--listen", address),
                    List.of("cannot listen on " + address, "address already in use", "--listen"));
        }
    }

    @Test
    void aRequiredVariableWithoutValueIsNamed() throws IOException {
        Files.writeString(folder.resolve("spin.toml"), """
                spin_manifest_version = 2
                [application]
                name = "today"
                [variables]
                audience = { required = true }
                greeting = { required = true }
                [[trigger.http]]
                route = "/..."
                component = { source = '%s' }
                """.formatted(App.guest("echo-g2.wasm")));
        assertRefused(1, Gyre.start(Map.of("SPIN_VARIABLE_GREETING", "hello"), "up", "-f", folder.toString(), "--listen", "127.0.0.1:0"),
                List.of("required variable(s)", ": audience;", "--variable audience=", "SPIN_VARIABLE_AUDIENCE"));
    }

    @Test
    void wrongCommandLinesAreToldApartWithCode2() {
        assertRefused(2, Gyre.start(Map.of(), "up", "--lisen", "127.0.0.1:0"), List.of("unknown option '--lisen'", "did you mean '--listen'"));
    }

    @Test
    void theManifestIsLookedForInTheFolder() {
        assertRefused(1, Gyre.startIn(folder, Map.of(), "up"), List.of("no file or folder spin.toml"));
    }

    @Test
    void whatIsWrongWithOneComponentFailsItsRequestsOnly() {
        try (Gyre gyre = App.in(folder).wagi("memory", "memory-4gb.wasm", "/memory").wagi("data", "data-beyond.wasm", "/data")
                .spin("nothing", "echo-g2.wasm", "/nothing", "files = [\"nothing/*\"]")
                .spin("c", "echo-g2.wasm", "/a/...").spin("d", "echo-g1.wasm", "/a/...").spin("e", "echo-g1.wasm", "/...").up()) {
            assertEquals(500, Http.get(gyre.resolve("/memory")).statusCode());
            gyre.awaitErr("\"memory\": start-up failed: resource-limit");
            assertEquals(500, Http.get(gyre.resolve("/data")).statusCode());
            gyre.awaitErr("\"data\": start-up failed: out-of-bounds-memory");
            gyre.awaitErr("of component \"nothing\" stages no file: \"nothing/*\"");
            gyre.awaitErr("route \"/a/...\" (component \"c\") is never used: component \"d\" has the same route");
            gyre.awaitErr("requests for \"/a/...\" (component \"d\") go to component \"d\"");
            assertTrue(Http.get(gyre.resolve("/a/x")).body().contains("generation: g1"));
            assertEquals(200, Http.get(gyre.resolve("/healthz")).statusCode());
        }
    }

    @Test
    void anExecutorThatMayStillComeIsWaitedFor() {
        try (Gyre gyre = App.in(folder).component("c", "echo-g2.wasm", "/...", "executor = { type = \"lambda\" }").up()) {
            assertEquals(503, Http.get(gyre.resolve("/x")).statusCode());
            gyre.awaitOut("waits for a bundle that provides executor \"lambda\"");
        }
    }
}
