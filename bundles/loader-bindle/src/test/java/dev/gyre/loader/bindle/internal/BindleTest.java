package dev.gyre.loader.bindle.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Mount;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.bindle.server.internal.BindleServer;
import dev.gyre.bindle.server.internal.BindleServerSettings;
import dev.gyre.blobs.http.RegistryRules;
import dev.gyre.blobs.internal.DiskBlobStore;
import dev.gyre.loader.bindle.internal.pull.BindleLoader;
import dev.gyre.loader.bindle.internal.push.BindleCommand;
import dev.gyre.loader.local.internal.LocalLoader;
import dev.gyre.manifest.internal.TomlManifestReader;

/** An application in a folder, a Bindle server, a store, and what goes between them. */
abstract class BindleTest {
    static final String MANIFEST = """
            spin_version = "1"
            name = "example.com/shop"
            version = "1.2.3"
            description = "It's a shop"
            authors = ["Ann <ann@example.com>", "Bob"]
            trigger = { type = "http", base = "/base" }

            [config]
            dbname = { default = "users" }
            pass = { required = true, secret = true }

            [[component]]
            id = "front/end"
            description = "pages"
            source = "build/front.wasm"
            files = ["public/**/*", { source = "more", destination = "/extra/deep" }]
            allowed_http_hosts = ["https://example.com"]
            environment = { NAME = "a\\tb", OTHER = "'" }
            [component.trigger]
            route = "/..."
            executor = { type = "wagi", argv = "x ${ARGS}" }
            [component.config]
            db = "{{ dbname }}.db"

            [[component]]
            id = "back"
            source = "build/back.wasm"
            files = ["public/**/*"]
            [component.trigger]
            route = "/back"

            [[component]]
            id = "twin"
            source = "build/../build/back.wasm"
            [component.trigger]
            route = "/twin"
            """;

    final ManifestReader reader = new TomlManifestReader();
    @TempDir
    Path temp;
    BindleServer server;
    private int stagings;

    @BeforeEach
    void start() throws IOException {
        server = server(Optional.empty());
        file("build/front.wasm", "\0asm front");
        file("build/back.wasm", "\0asm back");
        file("public/index.html", "<p>");
        file("public/css/a b.css", "p{}");
        file("public/empty", "");
        file("more/x.txt", "x");
        file("spin.toml", MANIFEST);
    }

    BindleServer server(Optional<String> credentials) {
        return new BindleServer(new BindleServerSettings(temp.resolve("server"), new BindleServerSettings.Address("127.0.0.1", 0), credentials, false, 1 << 20), reader);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    Path app() {
        return temp.resolve("app");
    }

    void file(String path, String content) throws IOException {
        Files.createDirectories(app().resolve(path).getParent());
        Files.writeString(app().resolve(path), content);
    }

    Path staging() {
        return temp.resolve("staging" + stagings++);
    }

    Application local() {
        return new LocalLoader(reader).load(app().toString(), new LoadOptions(staging(), false));
    }

    BindleLoader loader() {
        return new BindleLoader(reader, DiskBlobStore.in(temp.resolve("store"), 1L << 30, Duration.ofMillis(1)), RegistryRules.ANY);
    }

    Map<String, String> at(String url) {
        return new HashMap<>(Map.of(Sources.SERVER, url));
    }

    Application pull(Map<String, String> source) {
        return loader().load("example.com/shop/1.2.3", new LoadOptions(staging(), false, source));
    }

    /** Runs {@code gyre bindle}; gives what it printed. */
    String bindle(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-f", app().toString()));
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int code = new BindleCommand(reader, new LocalLoader(reader)).run(all);
            return code == 0 ? out.toString(StandardCharsets.UTF_8) : "code " + code;
        } finally {
            System.setOut(before);
        }
    }

    /** All that matters of an application, with the contents of its files. */
    static Map<String, Object> essence(Application app) throws IOException {
        Map<String, Object> out = new TreeMap<>();
        out.put("info", List.of(app.info().name(), app.info().version(), app.info().description(), app.info().authors(), app.info().manifestVersion()));
        app.variables().forEach((name, v) -> out.put("variable " + name, List.of(v.defaultValue(), v.required(), v.secret())));
        for (Component c : app.components()) {
            out.put("component " + c.id(), List.of(c.description(), c.environment(), c.allowedHttpHosts(), new TreeMap<>(c.variables()).toString(),
                    Files.readString(((ModuleSource.File) c.source()).path()), c.mounts().isEmpty() ? "no files" : tree(c.mounts().getFirst())));
        }
        out.put("bindings", app.bindings().stream().map(b -> List.of(b.type(), b.id(), b.componentId(), b.config().keys(),
                b.config().requiredString("route"), b.config().table("executor").map(e -> e.stringMap("x") + e.requiredString("argv")))).toList());
        out.put("trigger", app.triggerDefaults().get("http").requiredString("base"));
        return out;
    }

    static Map<String, String> tree(Mount mount) throws IOException {
        Map<String, String> out = new TreeMap<>();
        try (Stream<Path> files = Files.walk(mount.host())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.put(mount.guest() + mount.host().relativize(file) + (Files.isWritable(file) ? " rw" : ""), Files.readString(file));
            }
        }
        return out;
    }
}
