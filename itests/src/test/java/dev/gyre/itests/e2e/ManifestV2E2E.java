package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application as it is written today: a manifest of version 2 with what version 1 did not have. */
class ManifestV2E2E {
    @TempDir
    static Path folder;

    private static Gyre gyre;

    @BeforeAll
    static void serve() throws IOException {
        Files.writeString(folder.resolve("spin.toml"), """
                spin_manifest_version = 2

                [application]
                name = "today"
                version = "4.0.0"

                [variables]
                greeting = { default = "Good day" }
                audience = { required = true, secret = true }

                [[trigger.http]]
                route = "/users/:id/..."
                component = "env"
                executor = { type = "wagi" }

                [[trigger.http]]
                route = "/users/root/..."
                component = { source = '%1$s', environment = { WHO = "inline" } }
                executor = { type = "wagi" }

                [[trigger.http]]
                route = "/site/..."
                component = "site"
                executor = { type = "http" }

                [[trigger.http]]
                route = "/robots.txt"
                static_response = { headers = { content-type = "text/plain" }, body = "Disallow: /" }

                [[trigger.http]]
                route = { private = true }
                component = "hidden"

                [[trigger.http]]
                route = "/out/..."
                component = "out"

                [component.env]
                source = '%1$s'
                environment = { WHO = "named" }
                profile.debug.environment = { WHO = "debugged" }

                [component.site]
                source = '%2$s'
                variables = { message = "{{ greeting }}, {{ audience }}!", audience = "{{ audience }}" }
                [component.site.tool.gyre]
                engine = "chicory"
                limits = { memory = "30 MiB" }

                [component.hidden]
                source = '%2$s'

                [component.out]
                source = '%3$s'
                allowed_outbound_hosts = ["http://self", "http://{{ audience }}.example"]

                # built, but run by nobody
                [component.unused]
                source = '%1$s'
                """.formatted(App.guest("wagi-env.wasm"), Gyre.root().resolve("examples/mixed/site.wasm"), App.guest("outbound-http-g1.wasm")));
        Files.writeString(folder.resolve("rc.toml"), """
                [[variables_provider]]
                type = "static"
                values = { greeting = "Hello", audience = "nobody" }
                [outbound_networking]
                block_networks = ["192.0.2.0/24"]
                """);
        gyre = Gyre.up(Map.of(), folder, "--variable", "audience=w0rld", "--profile", "debug", "--runtime-config-file", folder.resolve("rc.toml").toString());
    }

    @AfterAll
    static void stop() {
        gyre.close();
    }

    private static Wire.Answer answer(String path) throws IOException {
        return Wire.exchange(gyre.address(), "GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    }

    private static String get(String path) throws IOException {
        return answer(path).text();
    }

    @Test
    void theManifestSaysWhichEngineRunsAComponentAndTheListWhy() {
        Gyre client = Gyre.startIn(folder, Map.of(), "app", "list", "-f", folder.toString());
        assertEquals(0, client.exitCode(), client::output);
        Map<String, String> lines = client.out().lines().map(String::strip).collect(Collectors.toMap(l -> l.split(" ")[0], l -> l, (a, b) -> a));
        assertTrue(lines.get("site").contains("chicory") && lines.get("site").contains("component.site.tool.gyre.engine in the manifest"), client::out);
        assertTrue(lines.get("env").contains("the only engine here"), client::out);
        assertTrue(lines.get("site").contains("30 MiB"), client::out);
    }

    @Test
    void parametersOfARouteReachTheComponentAndTextWinsOverThem() throws IOException {
        String answer = get("/users/42/orders");
        assertTrue(answer.contains("env X_PATH_MATCH_ID=42\n") && answer.contains("env PATH_INFO=/orders\n") && answer.contains("env WHO=debugged\n"), answer);
        assertTrue(get("/users/root/x").contains("env WHO=inline\n"));
    }

    @Test
    void variablesOfTheCommandLineAndOfProvidersFillTemplates() throws IOException {
        assertTrue(get("/site/page?variables").contains("variable message = Hello, w0rld!"), get("/site/page?variables"));
        assertFalse(gyre.output().contains("w0rld"), "a secret is not shown");
    }

    @Test
    void aStaticResponseIsServedAndAPrivateRouteIsNot() throws IOException {
        assertEquals("Disallow: /", get("/robots.txt"));
        assertEquals("text/plain", answer("/robots.txt").all("content-type").getFirst());
        assertEquals(404, answer("/hidden").status());
        assertFalse(gyre.output().contains("hidden:"), gyre.output());
    }

    @Test
    void aRequestToTheApplicationItselfStaysThereAndOthersAreRefusedWithTheLineToWrite() throws IOException {
        for (String url : new String[] {"/robots.txt", "http://self/robots.txt"}) {
            String answer = get("/out?url=" + url);
            assertTrue(answer.contains("Disallow: /"), answer);
        }
        get("/out?url=http://elsewhere.example/");
        gyre.awaitErr("component \"out\" may not connect to http://elsewhere.example:80; to allow it, write in that component: allowed_outbound_hosts = "
                + "[\"http://self\", \"http://{{ audience }}.example\", \"http://elsewhere.example\"]");
    }

    @Test
    void theDoctorHasNothingSeriousToSay() {
        assertEquals(0, Gyre.start(Map.of("SPIN_VARIABLE_AUDIENCE", "x"), "doctor", "--check", "-f", folder.toString()).exitCode());
    }
}
