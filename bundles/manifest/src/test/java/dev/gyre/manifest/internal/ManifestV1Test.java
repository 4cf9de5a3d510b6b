package dev.gyre.manifest.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.BuildSpec;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.FileSpec;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.app.Variable;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;

class ManifestV1Test {
    private static final Origin ORIGIN = new Origin.Manifest(Path.of("spin.toml"));
    private static final String COMPONENT = "[[component]]\nid = \"c\"\nsource = \"c.wasm\"\ntrigger = { route = \"/...\" }\n";

    private static Application read(String text) {
        return new TomlManifestReader().read(text, "spin.toml", ORIGIN);
    }

    /** The default of each variable, and a question mark for one that is required. */
    private static Map<String, String> defaults(Application app) {
        Map<String, String> out = new TreeMap<>();
        app.variables().forEach((name, variable) -> {
            assertEquals(variable.required(), variable.defaultValue().isEmpty());
            out.put(name, variable.defaultValue().orElse("?"));
        });
        return out;
    }

    private static String head(String version, String trigger) {
        return version + "\nname = \"a\"\nversion = \"1\"\ntrigger = " + trigger + "\n";
    }

    private static Position at(int line, int column) {
        return new Position("spin.toml", line, column);
    }

    @Test
    void everyFieldArrivesInTheModel() throws IOException {
        Application app = read(Files.readString(Path.of("src/test/resources/everything.toml")));
        assertEquals(new AppInfo("everything", "1.2.3", Optional.of("All of it"), List.of("Ann <ann@example.com>", "Bob"),
                Optional.of("ns"), 1, ORIGIN), app.info());
        assertEquals(Map.of("greeting", "hi", "token", "?"), defaults(app));
        assertTrue(app.variables().get("token").secret());
        Component one = app.components().get(0);
        assertEquals(Component.builder("one", new ModuleSource.File(Path.of("target/one.wasm")))
                .place(one.place())
                .description(Optional.of("The first"))
                .environment(Map.of("A", "1", "B", "2"))
                .files(List.of(new FileSpec.Glob("static/**/*", at(19, 10)), new FileSpec.Directory("public/", "/www", at(19, 25))))
                .excludeFiles(List.of("static/*.tmp"))
                .variables(Map.of("message", "{{ greeting }} you"))
                .allowedOutboundHosts(Stream.concat(Stream.of("redis://*:*", "mysql://*:*", "postgres://*:*").map(e -> new OutboundHost(e, at(15, 1))),
                        Stream.of("http://*:*", "https://*:*", "http://self").map(e -> new OutboundHost(e, at(21, 46)))).toList())
                .allowedHttpHosts(List.of("https://example.com", "insecure:allow-all"))
                .keyValueStores(List.of("default"))
                .sqliteDatabases(List.of("default"))
                .aiModels(List.of("llama2-chat"))
                .buildSpec(Optional.of(new BuildSpec(List.of("make"), Optional.of("src"), List.of("src/*.c"))))
                .build(), one);
        assertEquals(at(15, 1), one.position());
        assertEquals("component[0].source", one.place().field("source"));
        assertEquals(at(18, 1), one.place().at("source"));
        assertEquals(new ModuleSource.Url(URI.create("https://example.com/two.wasm"), "sha256:" + "0".repeat(62) + "ab"),
                app.components().get(1).source());
        assertEquals(new ModuleSource.Parcel("acme/three/1.0.0", "abc"), app.components().get(2).source());
        assertEquals(List.of("one", "two", "three"), app.components().stream().map(Component::id).toList());
        assertEquals(List.of("B", "A"), List.copyOf(app.components().get(0).environment().keySet()));
        assertTrue(app.settings().keys().isEmpty());
    }

    @Test
    void triggerTablesArePassedOnUnread() {
        Application app = read(head("spin_version = \"1\"", "{ type = \"acme.mqtt\", broker = \"b:1883\", qos = 2 }")
                + "[[component]]\nid = \"c\"\nsource = \"c.wasm\"\n[component.trigger]\ntopic = \"t\"\n[component.trigger.executor]\ntype = \"acme\"\n");
        ConfigTable defaults = app.triggerDefaults().get("acme.mqtt");
        assertEquals(List.of("broker", "qos"), List.copyOf(defaults.keys()));
        assertEquals("trigger", defaults.path());
        TriggerBinding binding = app.bindings().get(0);
        assertEquals(List.of("acme.mqtt", "trigger-c", Optional.of("c")), List.of(binding.type(), binding.id(), binding.componentId()));
        assertEquals("acme", binding.config().requiredTable("executor").requiredString("type"));
        assertEquals("component[0].trigger.executor", binding.config().requiredTable("executor").path());
    }

    @Test
    void allNamesOfTheManifestVersionAreUnderstood() {
        for (String version : List.of("spin_version = \"1\"", "spin_manifest_version = \"1\"", "apiVersion = \"0.1.0\"")) {
            assertEquals(1, read(head(version, "{ type = \"http\" }") + COMPONENT).info().manifestVersion());
        }
    }

    @Test
    void theOldestManifestsAreInCamelCase() {
        Application app = read(head("apiVersion = \"0.1.0\"", "{ type = \"http\", base = \"/\" }")
                + COMPONENT + "allowedHttpHosts = [\"https://example.com\"]\n");
        assertEquals(List.of("https://example.com"), app.components().get(0).allowedHttpHosts());
    }

    @Test
    void configSlotsOfSpin02MayHavePathsAndADefaultWins() {
        Application app = read(head("spin_version = \"1\"", "{ type = \"http\", base = \"/\" }")
                + "[config]\n\"a.b_c\" = { default = \"{{ d }}\", required = true }\nd = { required = true }\n" + COMPONENT);
        assertEquals(Map.of("a.b_c", "{{ d }}", "d", "?"), defaults(app));
        assertTrue(app.variables().values().stream().allMatch(Variable::template));
    }

    @Test
    void anApplicationMayHaveNoComponents() {
        assertEquals(List.of(), read("component = []\n" + head("spin_version = \"1\"", "{ type = \"http\" }")).components());
    }

    @Test
    void storeLabelsFollowSpin() {
        for (String good : List.of("default", "mixed_CASE_words", "letters1_then2_numbers345")) {
            assertTrue(Names.isLabel(good), good);
        }
        for (String bad : List.of("", "kebab-case", "_leading", "trailing_", "double__underscore", "1initial", "sn\u2603w", "mIxEd_case")) {
            assertTrue(!Names.isLabel(bad), bad);
        }
    }
}
