package dev.gyre.loader.local.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;

class LocalLoaderTest {
    @TempDir
    Path temp;
    private TestApp app;

    @BeforeEach
    void makeAnApplication() throws IOException {
        app = new TestApp(temp);
    }

    @Test
    void aFolderOrItsManifestMayBeNamed() throws IOException {
        app.component("");
        for (String reference : List.of(app.folder.toString(), app.folder.resolve("spin.toml").toString(), app.folder + "/../app")) {
            Application loaded = app.load(reference);
            assertEquals(new Origin.Manifest(app.folder.resolve("spin.toml")), loaded.info().origin());
            assertEquals(new ModuleSource.File(app.folder.resolve("c.wasm")), loaded.components().getFirst().source());
            assertEquals(List.of(), loaded.components().getFirst().mounts());
        }
    }

    @Test
    void whatIsNoManifestIsRefused() throws IOException {
        assertEquals("the folder APP has no spin.toml; name a manifest or a folder that has one", app.refusal());
        GyreException missing = assertThrows(GyreException.class, () -> app.load("no/such"));
        assertTrue(missing.getMessage().startsWith("there is no file or folder no/such in /"), missing.getMessage());
        GyreException special = assertThrows(GyreException.class, () -> app.load("/dev/null"));
        assertEquals("/dev/null is not a regular file; a manifest must be one", special.getMessage());
        assertThrows(GyreException.class, () -> app.load("a\0b"));
        assertThrows(GyreException.class, () -> app.load(""));
        app.file("spin.toml", "#".repeat((1 << 20) + 1));
        assertEquals("APP/spin.toml is larger than 1048576 bytes, the most that is allowed", app.refusal());
        Files.write(app.folder.resolve("spin.toml"), "name = \"caf\u00e9\"".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("APP/spin.toml is not UTF-8 text", app.refusal());
    }

    @Test
    void theModuleMayLieOutsideOfTheFolder() throws IOException {
        Files.writeString(temp.resolve("d.wasm"), "x");
        app.component("source = \"../d.wasm\"");
        assertEquals(new ModuleSource.File(temp.toRealPath().resolve("d.wasm")), app.load().components().getFirst().source());
    }

    @Test
    void aMissingModuleIsRefusedWithItsPlaceAndWhatToDo() throws IOException {
        app.component("source = \"target/d.wasm\"");
        assertEquals("APP/spin.toml:8:1: component[0].source: component \"c/1\": the module target/d.wasm does not exist"
                + " (looked for APP/target/d.wasm); build the application first, or correct the path", app.refusal());
        app.component("source = \"target/d.wasm\"\n[component.build]\ncommand = \"make d\"");
        assertTrue(app.refusal().endsWith("build the application first (its build command is: make d)"), app.refusal());
    }

    @Test
    void aModuleThatIsNoFileIsRefused() throws IOException {
        Files.createDirectories(app.folder.resolve("d.wasm"));
        app.component("source = \"d.wasm\"");
        assertEquals("APP/spin.toml:8:1: component[0].source: component \"c/1\": the module d.wasm is a folder; it must be a WebAssembly file",
                app.refusal());
    }

    @Test
    void aParcelNeedsABindleLoader() throws IOException {
        app.component("source = { reference = \"acme/d/1.0.0\", parcel = \"abc\" }");
        assertEquals("APP/spin.toml:8:1: component[0].source: component \"c/1\": the module is parcel abc of the bindle acme/d/1.0.0,"
                + " which needs a bindle loader, and none is installed", app.refusal());
    }

    @Test
    void aModuleByItselfAnswersEveryRequest() throws IOException {
        Path module = Files.writeString(temp.resolve("my \"\\page.wasm"), "x");
        Files.writeString(temp.resolve("gyre.toml"), "is another application's");
        Application loaded = app.load(module.toString());
        assertEquals("my \"\\page", loaded.info().name());
        assertEquals("/...", loaded.bindings().getFirst().config().requiredString("route"));
        assertEquals(new ModuleSource.File(module.toRealPath()), loaded.components().getFirst().source());
    }

    @Test
    void dependenciesAreFoundLikeModules() throws IOException {
        String manifest = """
                spin_manifest_version = 2
                application.name = "a"
                [[trigger.http]]
                route = "/..."
                component = { source = "c.wasm", dependencies = { "a:b/c" = { path = "deps/d.wasm" } } }
                """;
        app.file("spin.toml", manifest);
        assertTrue(app.refusal().startsWith("APP/spin.toml:5:63: trigger.http[0].component.dependencies.a:b/c.path: the module deps/d.wasm does not exist"), app.refusal());
        app.file("deps/d.wasm");
        ModuleSource source = app.load().components().getFirst().dependencies().get("a:b/c").source();
        assertEquals(new ModuleSource.File(app.folder.resolve("deps/d.wasm")), source);
    }

    @Test
    void settingsComeFromGyreTomlBesideTheManifest() throws IOException {
        app.component("");
        assertTrue(app.load().settings().keys().isEmpty());
        app.file("gyre.toml", "engine = \"chicory\"\n[files]\nmax-count = 1\n");
        assertEquals(List.of("engine"), List.copyOf(app.load().settings().keys()));
        app.file("gyre.toml", "engine =\n");
        assertEquals("APP/gyre.toml:1:9: this is not TOML: unexpected end of line, expected a value", app.refusal());
        app.file("gyre.toml", "[files]\nmax = 1\n");
        assertEquals("APP/gyre.toml:2:1: files.max: unknown field; allowed here: max-count, max-size", app.refusal());
        app.file("gyre.toml", "[files]\nmax-size = -1\n");
        assertTrue(app.refusal().startsWith("APP/gyre.toml:2:1: files.max-size: must be a size such as"), app.refusal());
    }

    @Test
    void nothingIsLeftBehindWhenALaterComponentIsRefused() throws IOException {
        app.file("static/a");
        app.component("files = [\"static/*\"]\n[[component]]\nid = \"d\"\ntrigger = { route = \"/d\" }\nsource = \"missing.wasm\"");
        assertTrue(app.refusal().contains("component \"d\": the module missing.wasm does not exist"), app.refusal());
        try (var left = Files.walk(app.staging)) {
            assertFalse(left.anyMatch(Files::isRegularFile));
        }
    }
}
