package dev.gyre.serve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.manifest.internal.TomlManifestReader;

/** An application whose reference is a tag that moves. */
class FollowTest {
    @TempDir
    Path folder;
    private final FakeRuntime runtime = new FakeRuntime();
    /** What the tag stands for; "down" when nobody can say, "liar" when what it stands for cannot be had. */
    private volatile String tag = "1";

    private final AppLoader registry = new AppLoader() {
        @Override
        public Application load(String reference, LoadOptions options) {
            if (tag.equals("liar") || tag.equals("down")) {
                throw new GyreException("the registry has other bytes than it says");
            }
            return new Application(new AppInfo("own-name", tag, Optional.empty(), List.of(), Optional.empty(), 1,
                    new Origin.Registry(reference, "here", Optional.of("sha256:" + tag))), List.of(), List.of(), Map.of(), Map.of(),
                    ConfigTable.empty("", Position.of("gyre.toml")));
        }

        @Override
        public Optional<String> version(String reference, LoadOptions options) {
            if (tag.equals("down")) {
                throw new GyreException("the registry does not answer");
            }
            return Optional.of("sha256:" + tag);
        }
    };

    private AppServer start(ServerFolder server, String text) throws Exception {
        Services services = new Services(runtime, new TomlManifestReader());
        services.bindLoader(registry, Map.of(AppLoader.PROPERTY, "test"));
        Files.createDirectories(folder.resolve("apps"));
        Files.writeString(folder.resolve("apps/shop.toml"), text);
        AppServer apps = new AppServer(new AppFiles(server.apps(), step -> { }), services, new Deployer(services, server, Optional.empty()),
                Past.in(server.state()), AppServer.NEXT, line -> { });
        apps.begin();
        return apps;
    }

    private void await(AppServer apps, String running, String problem) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < end) {
            apps.look();
            String now = apps.apps().getFirst().problem().orElse("");
            if (runtime.running().equals(List.of("shop " + running)) && now.contains(problem) && now.isEmpty() == problem.isEmpty()) {
                return;
            }
            Thread.sleep(20);
        }
        assertEquals(running + " " + problem, runtime.running() + " " + apps.apps().getFirst().problem());
    }

    @Test
    void theNewestImageServesAndABadOneNever() throws Exception {
        try (ServerFolder server = ServerFolder.open(folder, Optional.empty()); AppServer apps = start(server, "from = 'test:shop:latest'\nfollow = '1s'\n")) {
            assertEquals(List.of("shop 1"), runtime.running());
            tag = "2";
            await(apps, "2", "");
            tag = "down";
            await(apps, "2", "does not answer");
            tag = "liar";
            await(apps, "2", "other bytes");
            tag = "3";
            await(apps, "3", "");
        }
    }

    @Test
    void whoDoesNotSaySoStaysAtWhatWasLoaded() throws Exception {
        try (ServerFolder server = ServerFolder.open(folder, Optional.empty()); AppServer apps = start(server, "from = 'test:shop:latest'\n")) {
            tag = "2";
            apps.look();
            apps.look();
            assertEquals(List.of("shop 1"), runtime.running());
            assertEquals("2", apps.update("shop", Optional.empty()).deployment().orElseThrow().application().info().version());
        }
    }

    @Test
    void nobodyIsAskedWithoutPause() throws Exception {
        try (ServerFolder server = ServerFolder.open(folder, Optional.empty()); AppServer apps = start(server, "from = 'test:shop:latest'\nfollow = '0s'\n")) {
            assertTrue(apps.apps().getFirst().problem().orElseThrow().contains("follow: must be a second or more"));
            assertThrows(GyreException.class, () -> apps.update("shop", Optional.empty()));
        }
    }
}
