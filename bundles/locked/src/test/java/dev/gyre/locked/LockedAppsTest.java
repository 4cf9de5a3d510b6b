package dev.gyre.locked;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Mount;
import dev.gyre.api.app.Origin;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigException;
import dev.gyre.manifest.internal.TomlManifestReader;

class LockedAppsTest {
    private static final Origin ORIGIN = new Origin.Registry("acme/app:1", "localhost");

    /** Content by its description, and nothing is moved. */
    private static final ContentWriter WRITER = new ContentWriter() {
        @Override
        public ContentRef module(ModuleSource module) {
            return ContentRef.source(switch (module) {
                case ModuleSource.File file -> file.path().toString();
                case ModuleSource.Url url -> url.url().getHost();
                case ModuleSource.Package p -> p.name() + "@" + p.version();
                default -> throw new AssertionError(module);
            });
        }

        @Override
        public List<LockedFile> files(Mount mount) {
            return List.of(new LockedFile(ContentRef.source(mount.host().toString()), mount.guest()));
        }

        @Override
        public Optional<String> origin() {
            return Optional.of("file:///app/spin.toml");
        }
    };

    private static final ContentReader READER = new ContentReader() {
        @Override
        public ModuleSource module(ContentRef module) {
            return module.inline().<ModuleSource>map(bytes -> new ModuleSource.Bytes(bytes, "inline"))
                    .orElseGet(() -> new ModuleSource.File(Path.of(module.source().or(module::digest).orElseThrow())));
        }

        @Override
        public List<Mount> files(String componentId, List<LockedFile> files) {
            return files.stream().map(f -> new Mount(Path.of(f.content().source().orElseThrow()), f.path(), false)).toList();
        }
    };

    private static Application manifest(String name) throws IOException {
        String text = Files.readString(Path.of("../manifest/src/test/resources", name));
        Application app = new TomlManifestReader().read(text, "spin.toml", ORIGIN);
        List<Component> staged = new ArrayList<>();
        app.components().forEach(c -> staged.add(c.files().isEmpty() ? c
                : c.toBuilder().mounts(List.of(new Mount(Path.of("/staged/" + c.id()), "/", false))).build()));
        return app.withComponents(staged);
    }

    private static Application read(String json) {
        return LockedApps.read(json, "spin.lock", ORIGIN, READER);
    }

    private static void refused(String expected, String json) {
        assertEquals(expected, assertThrows(ConfigException.class, () -> read(json)).getMessage());
    }

    private static String app(String fields) {
        return "{\"spin_lock_version\": 1, \"metadata\": {\"name\": \"a\"}, \"triggers\": [], \"components\": []" + fields + "}";
    }

    @Test
    void everythingInAManifestSurvivesWritingAndReading() throws IOException {
        Application app = manifest("everything-v2.toml");
        String json = LockedApps.write(app, WRITER);
        assertEquals(json, LockedApps.write(read(json), WRITER));
        Application back = read(json);
        Component one = app.component("one").orElseThrow();
        Component again = back.component("one").orElseThrow();
        assertEquals(one.allowedOutboundHosts().stream().map(h -> h.entry()).toList(), again.allowedOutboundHosts().stream().map(h -> h.entry()).toList());
        assertEquals(one.build(), again.build());
        assertEquals(one.environment(), again.environment());
        assertEquals(one.variables(), again.variables());
        assertEquals(one.mounts(), again.mounts());
        assertEquals(one.keyValueStores(), again.keyValueStores());
        one.dependencies().forEach((name, d) -> assertEquals(d.inherit(), again.dependencies().get(name).inherit()));
        assertEquals(app.bindings().stream().map(TriggerBinding::id).toList(), back.bindings().stream().map(TriggerBinding::id).toList());
        assertEquals(app.bindings().getLast().components(), back.bindings().getLast().components());
        assertEquals("redis://localhost:6379", back.triggerDefaults().get("redis").requiredString("address"));
        assertTrue(back.variables().get("token").required() && back.variables().get("token").secret());
        assertEquals(app.served().stream().map(Component::id).toList(), back.served().stream().map(Component::id).toList());
    }

    @Test
    void theJsonIsSpins() throws IOException {
        JSONObject json = new JSONObject(LockedApps.write(manifest("everything-v2.toml"), WRITER));
        assertEquals(1, json.getInt("spin_lock_version"), "middleware is a requirement");
        assertEquals("[\"component_host_requirements\"]", json.getJSONArray("must_understand").toString());
        JSONObject metadata = json.getJSONObject("metadata");
        assertFalse(metadata.has("trigger"), "there are triggers of several types");
        assertEquals("/", metadata.getJSONObject("triggers").getJSONObject("http").getString("base"));
        assertEquals("file:///app/spin.toml", metadata.getString("origin"));
        JSONObject split = json.getJSONArray("components").getJSONObject(5);
        assertEquals("redis", split.getJSONObject("metadata").getString("resolve-trigger-dependencies-using"));
        assertEquals("required", split.getJSONObject("host_requirements").getString("middleware"));
        JSONObject middleware = split.getJSONObject("trigger_dependencies").getJSONArray("middleware").getJSONObject(0);
        assertEquals("All", middleware.getString("inherit"));
        assertTrue(middleware.isNull("export") && middleware.has("export"));
    }

    @Test
    void anApplicationOfManifestV1IsWrittenAsSpin2ReadsIt() throws IOException {
        Application app = new TomlManifestReader().read("""
                spin_version = "1"
                name = "old"
                trigger = { type = "http", base = "/" }
                [[component]]
                id = "My_Comp"
                source = "a.wasm"
                trigger = { route = "/..." }
                [[component]]
                id = "FINE"
                source = "a.wasm"
                trigger = { route = "/fine" }
                """, "spin.toml", ORIGIN);
        JSONObject json = new JSONObject(LockedApps.write(app, WRITER));
        assertEquals(0, json.getInt("spin_lock_version"));
        assertEquals("my-comp", json.getJSONArray("components").getJSONObject(0).getString("id"));
        assertEquals("trigger-my-comp", json.getJSONArray("triggers").getJSONObject(0).getString("id"));
        assertEquals("my-comp", json.getJSONArray("triggers").getJSONObject(0).getJSONObject("trigger_config").getString("component"));
        assertEquals("trigger-FINE", json.getJSONArray("triggers").getJSONObject(1).getString("id"));
        assertEquals(Map.of("base", "/", "type", "http"), json.getJSONObject("metadata").getJSONObject("trigger").toMap());
    }

    @Test
    void aLockOfSpin1HasOneTriggerOnly() {
        Application app = read("""
                {"spin_lock_version": 0, "metadata": {"name": "a", "trigger": {"type": "http", "base": "/x"}},
                 "triggers": [{"id": "t", "trigger_type": "http", "trigger_config": {"component": "c", "route": "/...", "executor": null}}],
                 "components": [{"id": "c", "source": {"content_type": "application/wasm", "inline": "AGFzbQ=="}}]}
                """);
        assertEquals("/x", app.triggerDefaults().get("http").requiredString("base"));
        assertEquals(List.of("route"), List.copyOf(app.bindings().getFirst().config().keys()), "null says nothing");
        assertArrayEquals(new byte[] {0, 'a', 's', 'm'}, ((ModuleSource.Bytes) app.components().getFirst().source()).content());
        assertEquals(2, app.info().manifestVersion());
    }

    @Test
    void whatANewerSpinAddsIsLeftAloneUnlessItMustBeUnderstood() {
        assertEquals("a", read(app(", \"novelty\": 1, \"host_requirements\": {\"x\": \"optional\"}")).info().name());
        refused("spin.lock: must_understand: this version of Gyre does not know \"novelty\", which must be understood to run the application",
                app(", \"must_understand\": [\"novelty\"]"));
        refused("spin.lock: host_requirements: this version of Gyre does not have what the application requires: splines",
                app(", \"host_requirements\": {\"splines\": \"required\", \"local_service_chaining\": \"required\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "[]                                    | spin.lock: must be a JSON object",
            "{                                     | spin.lock:1:2: this is not JSON: Unexpected end-of-input: expected close marker for Object (start marker at line: 1, column: 1)",
            "{} {}                                 | spin.lock: there is more after the end of the JSON object",
            "{}                                    | spin.lock: spin_lock_version: required field is missing; it must be 0 or 1",
            "{\"spin_lock_version\": 2}            | spin.lock: spin_lock_version: must be 0 or 1, but is 2",
            "{\"spin_lock_version\": 0}            | spin.lock: metadata.name: required field is missing; it must be a string",
            "{\"spin_lock_version\": 99999999999999999999} | spin.lock: spin_lock_version: a number of more than 64 bits"})
    void whatIsNoLockedApplicationIsRefused(String json, String message) {
        refused(message, json);
    }

    @Test
    void textsOfSeveralLinesHavePositions() {
        refused("spin.lock:2:2: spin_lock_version: must be 0 or 1, but is 2", "{\"spin_lock_version\":\n 2}");
        refused("spin.lock: spin_lock_version: must be 0 or 1, but is 2", "{\"spin_lock_version\": 2}\n");
        String message = assertThrows(ConfigException.class, () -> read("{\n \"a\": x}")).getMessage();
        assertTrue(message.startsWith("spin.lock:2:") && message.contains(": this is not JSON: Unrecognized token 'x'"), message);
    }

    @Test
    void missingContentIsRefusedAtItsPlace() {
        String json = app("").replace("\"components\": []", "\"components\": [{\"id\": \"c\", \"source\": {\"content_type\": \"application/wasm\"}}]");
        refused("spin.lock: components[0].source.source: one of source, inline and digest is required", json);
        ContentReader nothing = new ContentReader() {
            @Override
            public ModuleSource module(ContentRef module) {
                throw new GyreException("gone");
            }

            @Override
            public List<Mount> files(String componentId, List<LockedFile> files) {
                throw new GyreException("gone");
            }
        };
        String digest = json.replace("\"content_type\"", "\"digest\": \"sha256:00\", \"content_type\"");
        assertEquals("spin.lock: components[0].source: gone",
                assertThrows(ConfigException.class, () -> LockedApps.read(digest, "spin.lock", ORIGIN, nothing)).getMessage());
    }
}
