package dev.gyre.loader.local.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Mount;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.manifest.internal.TomlManifestReader;

/** An application on disk with one component, and the loader that loads it. */
final class TestApp {
    final Path folder;
    final Path staging;
    boolean transientWrites;

    TestApp(Path temp) throws IOException {
        folder = Files.createDirectories(temp.resolve("app")).toRealPath();
        staging = Files.createDirectories(temp.resolve("staging")).toRealPath();
        file("c.wasm");
    }

    /** Writes a file that contains its own path. */
    Path file(String path) throws IOException {
        return file(path, path);
    }

    Path file(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** @param fields of the component, which is written in lines 5 and following */
    TestApp component(String fields) throws IOException {
        String source = fields.startsWith("source = ") ? "" : "source = \"c.wasm\"\n";
        file("spin.toml", """
                spin_version = "1"
                name = "a"
                version = "1"
                trigger = { type = "http", base = "/" }
                [[component]]
                id = "c/1"
                trigger = { route = "/..." }
                """ + source + fields + "\n");
        return this;
    }

    Application load() {
        return load(folder.toString());
    }

    Application load(String reference) {
        return new LocalLoader(new TomlManifestReader()).load(reference, new LoadOptions(staging, transientWrites));
    }

    /** What loading it is refused with, the application's folder being shown as APP. */
    String refusal() {
        return assertThrows(GyreException.class, this::load).getMessage().replace(folder.toString(), "APP");
    }

    /** The staged files of the only component: guest path to content. */
    Map<String, String> staged() throws IOException {
        return tree(load().components().getFirst().mounts().getFirst());
    }

    static Map<String, String> tree(Mount mount) throws IOException {
        Map<String, String> out = new TreeMap<>();
        try (Stream<Path> files = Files.walk(mount.host())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.put(mount.guest() + mount.host().relativize(file), Files.readString(file));
            }
        }
        return out;
    }
}
