package dev.gyre.itests.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import redis.embedded.RedisServer;

import dev.gyre.itests.e2e.Gyre;
import dev.gyre.itests.e2e.Http;
import dev.gyre.itests.e2e.RedisClient;
import dev.gyre.test.FreePort;

/** Plug-ins that are written as docs/extending.md says, outside of this build: made from the archetypes, built, used, changed, removed. */
class ExtendingE2E {
    @TempDir
    static Path tools;

    private static String path;

    @TempDir
    Path folder;

    @BeforeAll
    static void maven() throws IOException {
        path = OutsideMaven.install(Gyre.root(), tools) + ":" + Gyre.home().resolve("bin");
    }

    private Shell shell() throws IOException {
        return new Shell(folder, Map.of("XDG_CACHE_HOME", Gyre.root().resolve("itests/target/cache").toString()), path);
    }

    @Test
    void theTutorialDoesWhatItSays() throws Exception {
        Path log = folder.resolve("serve.log");
        try (Shell shell = shell()) {
            new Tutorial(shell, log).run(Files.readString(Gyre.root().resolve("docs/extending.md")));
            oneApplicationHasThreeTriggers(shell);
        }
        String told = Files.readString(log);
        assertFalse(told.contains("failed"), told);
    }

    /** In the container of the tutorial, with its timer: events of three kinds, each handled by a component of one application. */
    private void oneApplicationHasThreeTriggers(Shell shell) throws Exception {
        int port = FreePort.next();
        RedisServer redis = RedisServer.newRedisServer().bind("127.0.0.1").port(port).setting("save ''").build();
        redis.start();
        try {
            Path app = Files.createDirectories(folder.resolve("three"));
            Files.writeString(app.resolve("spin.toml"), three("redis://127.0.0.1:" + port, Gyre.root().resolve("itests/guests")));
            Shell.Result deployed = shell.run("gyre app deploy " + app + " --listen 127.0.0.1:0");
            assertEquals(0, deployed.code(), deployed.output());
            Matcher address = Pattern.compile("three 1.0.0 {2}running.*?(http://\\S+)").matcher(deployed.output());
            assertTrue(address.find(), deployed.output());
            assertEquals("kept\n", Http.get(URI.create(address.group(1) + "/by-request")).body());
            assertEquals("1\n", RedisClient.command(port, List.of("PUBLISH", "things", "by-message")));
            for (String key : List.of("by-request", "by-message", "by-timer!")) {
                long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                while (!RedisClient.command(port, List.of("EXISTS", key)).equals("1\n")) {
                    assertTrue(System.nanoTime() < end, () -> "no event " + key);
                    Thread.sleep(20);
                }
            }
        } finally {
            redis.stop();
        }
    }

    private static String three(String redis, Path guests) {
        StringBuilder manifest = new StringBuilder("""
                spin_manifest_version = 2
                [application]
                name = "three"
                version = "1.0.0"
                [application.trigger.redis]
                address = "%s"
                [[trigger.http]]
                route = "/..."
                component = "http"
                [[trigger.redis]]
                channel = "things"
                component = "redis"
                [[trigger.timer]]
                every = "100ms"
                message = "by-timer"
                component = "timer"
                """.formatted(redis));
        for (String component : List.of("http", "redis", "timer")) {
            manifest.append("""
                    [component.%1$s]
                    source = '%2$s/keep-%1$s.wasm'
                    environment = { REDIS_ADDRESS = "%3$s" }
                    allowed_outbound_hosts = ["%3$s"]
                    """.formatted(component, guests, redis));
        }
        return manifest.toString();
    }

    private static String ok(Shell shell, String command) throws Exception {
        Shell.Result result = shell.run(command);
        assertEquals(0, result.code(), () -> command + "\n" + result.output());
        return result.output();
    }

    private static void awaitApps(Shell shell, Predicate<String> shown) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        for (String apps = ok(shell, "gyre app list"); !shown.test(apps); apps = ok(shell, "gyre app list")) {
            String last = apps;
            assertTrue(System.nanoTime() < end, () -> last);
            Thread.sleep(100);
        }
    }

    @Test
    void whatTheOtherArchetypesMakePassesItsOwnTestsAndIsFoundByApplications() throws Exception {
        try (Shell shell = shell()) {
            for (String archetype : List.of("executor", "host", "interface")) {
                ok(shell, "mvn -B -q org.apache.maven.plugins:maven-archetype-plugin:3.4.1:generate -DarchetypeGroupId=dev.gyre"
                        + " -DarchetypeArtifactId=dev.gyre.archetype." + archetype + " -DarchetypeVersion=" + System.getProperty("gyre.version")
                        + " -DgroupId=com.acme -DartifactId=my-" + archetype + " -Dversion=1.0.0 -Dpackage=com.acme.my" + archetype);
                String made = ok(shell, "mvn -q package -f my-" + archetype);
                assertTrue(Files.exists(folder.resolve("my-" + archetype + "/target/my-" + archetype + "-1.0.0.jar")), made);
            }
            ok(shell, "export GYRE_DIR=$PWD/server");
            Tutorial.serve(shell, folder.resolve("serve.log"));
            String deployed = ok(shell, "gyre app deploy my-executor/src/test/app --name my-texts --listen 127.0.0.1:0");
            ok(shell, "gyre app deploy my-host/src/test/app --name my-host");
            ok(shell, "gyre app deploy my-interface/src/test/app --name my-interface");
            URI texts = URI.create(deployed.replaceFirst("(?s).*?(http://\\S+).*", "$1/some/path"));
            assertEquals(503, Http.get(texts).statusCode());
            String waiting = ok(shell, "gyre app list");
            assertTrue(waiting.contains("executor \"acme\"") && waiting.contains("host module \"acme:clock\"") && waiting.contains("host interface \"acme:clock/wall@1.0.0\""), waiting);
            ok(shell, "cp my-*/target/my-*-1.0.0.jar server/deploy");
            awaitApps(shell, apps -> !apps.contains("acme"));
            assertEquals("/some/path", Http.get(texts).body());
            ok(shell, "rm server/deploy/*");
            awaitApps(shell, apps -> apps.contains("executor \"acme\"") && apps.contains("\"acme:clock\"") && apps.contains("\"acme:clock/wall@1.0.0\""));
        }
    }
}
