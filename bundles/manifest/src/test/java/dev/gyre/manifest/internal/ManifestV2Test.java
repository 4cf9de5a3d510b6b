package dev.gyre.manifest.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.BuildSpec;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.Dependency;
import dev.gyre.api.app.FileSpec;
import dev.gyre.api.app.Inheritable;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.app.Target;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigException;

class ManifestV2Test {
    private static final Origin ORIGIN = new Origin.Manifest(Path.of("spin.toml"));
    private static final String HEAD = "spin_manifest_version = 2\n[application]\nname = \"a\"\n";

    private static Application read(String text) {
        return read(text, Optional.empty());
    }

    private static Application read(String text, Optional<String> profile) {
        return new TomlManifestReader().read(text, "spin.toml", ORIGIN, profile);
    }

    private static Application everything(String... profile) throws IOException {
        return read(Files.readString(Path.of("src/test/resources/everything-v2.toml")), List.of(profile).stream().findFirst());
    }

    private static Component component(Application app, String id) {
        return app.component(id).orElseThrow();
    }

    private static Path file(Dependency dependency) {
        return ((ModuleSource.File) dependency.source()).path();
    }

    @Test
    void everyFieldOfTheApplicationArrivesInTheModel() throws IOException {
        Application app = everything();
        assertEquals(List.of("everything", "1.2.3", Optional.of("All of it"), 2),
                List.of(app.info().name(), app.info().version(), app.info().description(), app.info().manifestVersion()));
        assertEquals(List.of("Ann <ann@example.com>", "Bob"), app.info().authors());
        assertEquals(List.of(new Target.Named("spin-up:3.3"), new Target.Url(URI.create("https://example.com/env.toml")), new Target.File(Path.of("env.toml"))),
                app.info().targets());
        assertEquals("chicory", app.info().tools().get("gyre").requiredString("engine"));
        assertEquals("redis://localhost:6379", app.triggerDefaults().get("redis").requiredString("address"));
        assertEquals(List.of("greeting", "token"), List.copyOf(app.variables().keySet()));
        assertEquals(Optional.of("What to say"), app.variables().get("greeting").description());
        assertTrue(app.variables().get("token").secret() && app.variables().get("token").required());
        assertEquals(21, app.variables().get("greeting").place().position().line());
    }

    @Test
    void everyFieldOfAComponentArrivesInTheModel() throws IOException {
        Component one = component(everything(), "one");
        assertEquals(new ModuleSource.File(Path.of("target/one.wasm")), one.source());
        assertEquals(Optional.of("The first"), one.description());
        assertEquals(Map.of("message", "{{ greeting }} you"), one.variables());
        assertEquals(Map.of("A", "1", "B", "2"), one.environment());
        assertEquals(2, one.files().size());
        assertEquals("/www", ((FileSpec.Directory) one.files().get(1)).destination());
        assertEquals(List.of("static/*.tmp"), one.excludeFiles());
        assertEquals(List.of("https://api.example.com", "redis://{{ greeting }}:6379", "http://old.example.com", "https://old.example.com"),
                one.allowedOutboundHosts().stream().map(OutboundHost::entry).toList());
        assertEquals(List.of(55, 55, 54, 54), one.allowedOutboundHosts().stream().map(h -> h.position().line()).toList());
        assertEquals(List.of("default", "kebab-case", "snake_case"), one.keyValueStores());
        assertEquals(List.of("default"), one.sqliteDatabases());
        assertEquals(List.of("llama2-chat"), one.aiModels());
        assertEquals(Optional.of(List.of()), one.targets());
        assertEquals(Optional.of(new BuildSpec(List.of("npm install", "npm run build"), Optional.of("one"), List.of("src/*.js"))), one.build());
        assertEquals("64 MiB", one.tool("gyre").orElseThrow().requiredTable("limits").requiredString("memory"));
        assertEquals("component.one.tool.gyre", one.tool("gyre").orElseThrow().path());
    }

    @Test
    void dependenciesAreResolvedToWhatTheyComeFrom() throws IOException {
        Map<String, Dependency> all = component(everything(), "one").dependencies();
        assertEquals(List.of(
                new ModuleSource.Package(Optional.empty(), "acme:parser", ">=0.2.1"),
                new ModuleSource.Package(Optional.of("example.com"), "acme:printer", "0.3"),
                new ModuleSource.File(Path.of("deps/local.wasm")),
                new ModuleSource.Url(URI.create("https://example.com/web.wasm"), "sha256:" + "0".repeat(62) + "ab"),
                new ModuleSource.Package(Optional.of("example.com"), "acme:parser", "1.0.0")), all.values().stream().map(Dependency::source).toList());
        assertEquals(Optional.of("acme:printer/print"), all.get("acme:parser/print").export());
        assertTrue(all.values().stream().allMatch(d -> d.inherit().equals(Set.of(Inheritable.values()))), "the component says that they inherit");
        assertEquals(Set.of(Inheritable.FILES, Inheritable.VARIABLES), component(everything(), "two").dependencies().get("acme:local/x").inherit());
    }

    @Test
    void triggersGetIdsAndInlineComponentsGoAmongTheOthers() throws IOException {
        Application app = everything();
        assertEquals(List.of("front", "http-trigger1", "http-trigger2", "one-redis-trigger", "acme-trigger1"),
                app.bindings().stream().map(TriggerBinding::id).toList());
        assertEquals(List.of("one", "two", "parser", "http-trigger1-component", "inline-component1", "one-for-one-redis-trigger"),
                app.components().stream().map(Component::id).toList());
        TriggerBinding acme = app.bindings().getLast();
        assertEquals(Map.of("in", List.of("one"), "out", List.of("two", "inline-component1")), acme.components());
        assertEquals(Optional.empty(), acme.componentId());
        assertEquals(Set.of("route", "executor"), app.bindings().getFirst().config().keys());
        assertEquals(Optional.empty(), app.bindings().get(2).componentId());
        assertEquals(List.of("one", "two", "http-trigger1-component", "inline-component1", "one-for-one-redis-trigger"),
                app.served().stream().map(Component::id).toList());
    }

    @Test
    void aTriggerThatComposesGetsAComponentOfItsOwnWhereItSharesOne() throws IOException {
        Application app = everything();
        assertEquals(Optional.of("one-for-one-redis-trigger"), app.bindings().get(3).componentId());
        assertEquals(Map.of(), component(app, "one").triggerDependencies());
        List<Dependency> middleware = component(app, "one-for-one-redis-trigger").triggerDependencies().get("middleware");
        assertEquals(Path.of("mw.wasm"), file(middleware.getFirst()));
        assertEquals(new ModuleSource.Package(Optional.of("example.com"), "acme:parser", "1.0.0"), middleware.get(1).source());
        assertEquals(List.of(Set.of(Inheritable.values()), Set.of()), middleware.stream().map(Dependency::inherit).toList());
    }

    @Test
    void aProfileChangesWhatItNames() throws IOException {
        Application app = everything("debug");
        Component one = component(app, "one");
        assertEquals(Optional.of("debug"), app.info().profile());
        assertEquals(new ModuleSource.File(Path.of("target/debug/one.wasm")), one.source());
        assertEquals(Map.of("A", "debug", "B", "2"), one.environment());
        assertEquals(Optional.of(new BuildSpec(List.of("make debug"), Optional.of("one"), List.of("src/*.js"))), one.build());
        assertEquals(Path.of("deps/debug.wasm"), file(one.dependencies().get("acme:local/x")));
        assertEquals(5, one.dependencies().size());
        assertEquals(new ModuleSource.File(Path.of("target/debug/one.wasm")), component(app, "one-for-one-redis-trigger").source());
    }

    @Test
    void aProfileNobodyHasIsRefused() throws IOException {
        assertEquals("spin.toml:47:1: component: no component has the profile \"deugb\"; there are debug",
                assertThrows(ConfigException.class, () -> everything("deugb")).getMessage());
        String v1 = "spin_version = \"1\"\nname = \"a\"\ntrigger = { type = \"http\" }\ncomponent = []\n";
        assertTrue(assertThrows(ConfigException.class, () -> read(v1, Optional.of("debug"))).getMessage().contains("version 1 has no profiles"));
    }

    @Test
    void aProfileMayBeThatOfAnInlineComponent() {
        Application app = read(HEAD + "[[trigger.http]]\nroute = \"/\"\ncomponent = { source = \"a.wasm\", profile.fast.source = \"b.wasm\" }\n", Optional.of("fast"));
        assertEquals(new ModuleSource.File(Path.of("b.wasm")), app.components().getFirst().source());
    }

    @Test
    void takenIdsAreNotGivenAgain() {
        Application app = read(HEAD + "[[trigger.http]]\ncomponent = \"a\"\n[[trigger.http]]\ncomponent = \"a\"\n[[trigger.http]]\nid = \"http-trigger1\"\n"
                + "component = { source = \"x.wasm\" }\n[[trigger.http]]\nid = \"UPPER_snake\"\ncomponent = { source = \"y.wasm\" }\n"
                + "[component.a]\nsource = \"a.wasm\"\n[component.http-trigger1-component]\nsource = \"b.wasm\"\n");
        assertEquals(List.of("a-http-trigger", "http-trigger2", "http-trigger1", "UPPER_snake"), app.bindings().stream().map(TriggerBinding::id).toList());
        assertEquals(List.of("a", "http-trigger1-component", "inline-component1", "inline-component2"), app.components().stream().map(Component::id).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "hello-world", "a1-b2", "UPPER-lower", "HTTP-x2"})
    void goodComponentIds(String id) {
        assertTrue(Names.isKebab(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "a--b", "1a", "a-1", "a_b", "mixedCase", "A1b", "ä", "a.b"})
    void badComponentIds(String id) {
        assertTrue(!Names.isKebab(id));
    }

    @ParameterizedTest
    @CsvSource({"a:b, a:b, true", "a:b/c, a:b, true", "a:b/c, a:b/d, false", "a:b@1.0.0, a:b@1.9.0, true", "a:b@1.0.0, a:b@2.0.0, false",
            "a:b@0.1.0, a:b@0.1.7, true", "a:b@0.1.0, a:b@0.2.0, false", "a:b@0.0.1, a:b@0.0.2, false", "a:b@1.0.0-rc.1, a:b@1.0.0, false",
            "a:b@1.0.0+x, a:b@1.0.0+y, true", "a:b/c@1.0.0, a:b/d@1.0.0, false", "a:b/c@1.0.0, a:b/c@1.1.0, true", "a:b, c:b, false"})
    void namesOfDependenciesMustBeApart(String a, String b, boolean overlap) {
        assertEquals(overlap, PackageName.parse(a).orElseThrow().overlaps(PackageName.parse(b).orElseThrow()));
        assertEquals(overlap, PackageName.parse(b).orElseThrow().overlaps(PackageName.parse(a).orElseThrow()));
    }
}
