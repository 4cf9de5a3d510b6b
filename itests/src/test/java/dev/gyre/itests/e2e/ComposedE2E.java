package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpServer;

/** A component with dependencies: what satisfies its imports, and what that may use of its configuration. */
class ComposedE2E {
    @TempDir
    static Path folder;

    private static String component(String id, String dependencies, String fields) {
        return """
                [[trigger.http]]
                route = "/%1$s"
                component = "%1$s"
                [component.%1$s]
                source = '%2$s'
                environment = { MOOD = "cheerful", SIZE = "1" }
                variables = { greeting = "{{ who }}" }
                files = ["*.txt"]
                %4$s
                [component.%1$s.dependencies]
                %3$s
                """.formatted(id, App.guest("compose-sums.wasm"), dependencies, fields);
    }

    private static Path app(String name, String... components) throws IOException {
        Path app = Files.createDirectories(folder.resolve(name));
        Files.writeString(app.resolve("a.txt"), "text");
        Files.writeString(app.resolve("spin.toml"), """
                spin_manifest_version = 2
                [application]
                name = "composed"
                [variables]
                who = { default = "you" }
                [component.math]
                source = '%s'
                """.formatted(App.guest("compose-math.wasm")) + String.join("\n", components));
        return app;
    }

    private static final String SETTINGS = "'acme:settings/reader@1.0.0' = { path = '" + App.guest("compose-settings.wasm") + "'%s }\n";

    private static String answer(String environment, String variable, int folders) {
        return """
                sum: 42
                text: forty-two
                environment of the dependency: %s
                variable of the dependency: %s
                folders of the dependency: %d
                own environment: 2
                """.formatted(environment, variable, folders);
    }

    @Test
    void importsAreSatisfiedAndNothingIsInheritedUnlessTheManifestSaysSo() throws Exception {
        byte[] math = Files.readAllBytes(App.guest("compose-math.wasm"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/math.wasm", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, math.length);
                exchange.getResponseBody().write(math);
            }
        });
        server.start();
        String elsewhere = "'acme:math' = { url = 'http://127.0.0.1:" + server.getAddress().getPort() + "/math.wasm', digest = 'sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(math)) + "' }\n";
        Path app = app("good",
                component("denied", "'acme:math' = { component = 'math' }\n" + SETTINGS.formatted(""), ""),
                component("fetched", elsewhere + SETTINGS.formatted(""), ""),
                component("some", "'acme:math@0.1.0' = { component = 'math' }\n" + SETTINGS.formatted(", inherit_configuration = ['environment', 'files']"), ""),
                component("all", "'acme:math/adder@0.1.2' = { component = 'math' }\n'acme:math/texts' = { component = 'math', export = 'acme:math/texts@0.1.2' }\n"
                        + SETTINGS.formatted(""), "dependencies_inherit_configuration = true"));
        try (Gyre gyre = Gyre.up(app)) {
            assertEquals(answer("nothing", "nothing", 0), Http.get(gyre.resolve("/denied")).body());
            assertEquals(answer("nothing", "nothing", 0), Http.get(gyre.resolve("/fetched")).body());
            assertEquals(answer("cheerful", "nothing", 1), Http.get(gyre.resolve("/some")).body());
            assertEquals(answer("cheerful", "you", 1), Http.get(gyre.resolve("/all")).body());
        } finally {
            server.stop(0);
        }
    }

    private static String refusal(String name, String dependencies) throws IOException {
        try (Gyre gyre = Gyre.start(java.util.Map.of(), "up", "-f", app(name, component("sums", dependencies, "")).toString(), "--listen", "127.0.0.1:0")) {
            assertEquals(1, gyre.refusal());
            return gyre.err();
        }
    }

    @Test
    void whatDoesNotFitIsRefusedWithBothSides() throws IOException {
        String unmatched = refusal("unmatched", "'acme:other' = { component = 'math' }");
        assertTrue(unmatched.contains("component \"sums\": dependency \"acme:other\" matches no import of the component; it imports: "), unmatched);
        String missing = refusal("missing", "'acme:settings/reader@1.0.0' = { component = 'math' }");
        assertTrue(missing.contains("dependency \"acme:settings/reader@1.0.0\" does not export acme:settings/reader@1.0.0, which is to satisfy the import "
                + "acme:settings/reader@1.0.0; it exports: acme:math/adder@0.1.2, acme:math/texts@0.1.2"), missing);
        String wrong = refusal("wrong", "'acme:math/texts@0.1.2' = { component = 'math', export = 'acme:math/adder@0.1.2' }");
        assertTrue(wrong.contains("dependency \"acme:math/texts@0.1.2\" exports `acme:math/adder@0.1.2`, which does not fit the import `acme:math/texts@0.1.2`"), wrong);
    }
}
