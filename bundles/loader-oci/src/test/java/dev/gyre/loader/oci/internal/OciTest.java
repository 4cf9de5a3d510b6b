package dev.gyre.loader.oci.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.http.RegistryRules;
import dev.gyre.blobs.internal.DiskBlobStore;
import dev.gyre.loader.local.internal.LocalLoader;
import dev.gyre.loader.oci.internal.policy.CosignVerifier;
import dev.gyre.loader.oci.internal.pull.OciLoader;
import dev.gyre.loader.oci.internal.push.RegistryCommand;
import dev.gyre.loader.oci.internal.registry.CredentialFiles;
import dev.gyre.manifest.internal.TomlManifestReader;

/** An application in a folder, a store, a user's home, and what goes to and from a registry. */
abstract class OciTest {
    static final String MANIFEST = """
            spin_manifest_version = 2
            [application]
            name = "shop"
            version = "1.2.3"
            description = "a shop"
            authors = ["Ann", "Bob"]
            [application.trigger.http]
            base = "/"
            [variables]
            greeting = { default = "hello" }
            token = { required = true, secret = true }
            [[trigger.http]]
            route = "/..."
            component = "front"
            executor = { type = "wagi", argv = "x" }
            [[trigger.http]]
            route = "/back/:id"
            component = "back"
            [component.front]
            source = "front.wasm"
            description = "pages"
            files = ["public/**/*", { source = "more", destination = "/extra" }]
            environment = { NAME = "value" }
            allowed_outbound_hosts = ["https://example.com"]
            [component.front.variables]
            who = "{{ greeting }}"
            [component.back]
            source = "back.wasm"
            """;

    final ManifestReader reader = new TomlManifestReader();
    @TempDir
    Path temp;
    private int stagings;

    @BeforeEach
    void write() throws IOException {
        file("front.wasm", "\0asm front " + "x".repeat(200));
        file("back.wasm", "\0asm back");
        file("public/small.txt", "small");
        file("public/large.txt", "large ".repeat(100));
        file("public/deep/er/" + "n".repeat(120) + ".txt", "long name ".repeat(50));
        file("public/empty.txt", "");
        file("more/large.txt", "large ".repeat(100));
        file("spin.toml", MANIFEST);
    }

    void file(String path, String content) throws IOException {
        Path file = temp.resolve("app").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    CredentialFiles credentials() {
        return new CredentialFiles(Map.of("XDG_CONFIG_HOME", temp.resolve("config").toString(), "DOCKER_CONFIG", temp.resolve("docker").toString()),
                Optional.of(temp.toString()));
    }

    BlobStore store() {
        return DiskBlobStore.in(temp.resolve("store"), 1L << 30, Duration.ofMillis(1));
    }

    OciLoader loader(RegistryRules rules, String... keys) {
        return new OciLoader(reader, store(), rules, CosignVerifier.of(store(), keys), credentials());
    }

    Path staging() throws IOException {
        return Files.createDirectories(temp.resolve("staging" + stagings++));
    }

    Application local() throws IOException {
        return new LocalLoader(reader).load(temp.resolve("app").toString(), new LoadOptions(staging(), false));
    }

    Application pull(String reference, String... insecure) throws IOException {
        return loader(RegistryRules.ANY).load(reference, new LoadOptions(staging(), false, insecure.length > 0 ? Map.of("insecure", "on") : Map.of()));
    }

    /** Runs {@code gyre registry}; gives what it printed. */
    String registry(String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int code = new RegistryCommand(new LocalLoader(reader), loader(RegistryRules.ANY), credentials()).run(List.of(arguments));
            return code == 0 ? out.toString(StandardCharsets.UTF_8) : "code " + code;
        } finally {
            System.setOut(before);
        }
    }

    /** Pushes the application; gives the digest that was printed. */
    String push(String reference, String... more) {
        String[] arguments = Stream.concat(Stream.of("push", "-f", temp.resolve("app").toString(), reference), Stream.of(more)).toArray(String[]::new);
        return registry(arguments).replaceFirst("(?s).*Pushed with digest (\\S+)\n", "$1");
    }

    /** All that matters of an application, with the contents of its files. */
    static Map<String, Object> essence(Application app) throws IOException {
        Map<String, Object> out = new TreeMap<>();
        out.put("info", List.of(app.info().name(), app.info().version(), app.info().description(), app.info().authors()));
        app.variables().forEach((name, v) -> out.put("variable " + name, List.of(v.defaultValue(), v.required(), v.secret())));
        for (Component c : app.components()) {
            out.put("component " + c.id(), List.of(c.description(), c.environment(), new TreeMap<>(c.variables()).toString(),
                    c.allowedOutboundHosts().stream().map(h -> h.entry()).toList(),
                    Files.readString(((ModuleSource.File) c.source()).path()), c.mounts().isEmpty() ? "no files" : tree(c.mounts().getFirst().host())));
        }
        out.put("bindings", app.bindings().stream().map(b -> List.of(b.type(), b.id(), b.componentId(), b.config().requiredString("route"),
                b.config().table("executor").map(e -> e.stringMap("x") + e.requiredString("argv")))).toList());
        out.put("triggers", app.triggerDefaults().keySet());
        return out;
    }

    static Map<String, String> tree(Path folder) throws IOException {
        Map<String, String> out = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return out;
    }
}
