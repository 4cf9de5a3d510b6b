package dev.gyre.itests.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** An application that a test writes into a folder; its modules are those of {@code itests/guests}. For one thread. */
final class App {
    private final Path folder;
    private final StringBuilder manifest = new StringBuilder();

    private App(Path folder, String base) {
        this.folder = folder;
        manifest.append("""
                spin_version = "1"
                name = "%s"
                version = "1.2.3"
                trigger = { type = "http", base = "%s" }
                """.formatted(folder.getFileName(), base));
    }

    /** @param folder whose name is the application's */
    static App in(Path folder) {
        return new App(folder, "/");
    }

    static App in(Path folder, String base) {
        return new App(folder, base);
    }

    /** Adds the application's own tables. */
    App variables(String toml) {
        manifest.append(toml);
        return this;
    }

    /** Writes one that says hello, with its module beside the manifest so that it may be changed. */
    static Path hello(Path folder, String version, String trigger) throws IOException {
        Files.createDirectories(folder);
        Files.copy(Gyre.root().resolve("examples/hello/hello.wasm"), folder.resolve("hello.wasm"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.resolve("spin.toml"), """
                spin_version = "1"
                name = "%s"
                version = "%s"
                trigger = { type = "%s", base = "/" }
                [[component]]
                id = "hello"
                source = "hello.wasm"
                [component.trigger]
                route = "/..."
                """.formatted(folder.getFileName(), version, trigger));
        return folder;
    }

    /** A module built for these tests. */
    static Path guest(String module) {
        return Gyre.root().resolve("itests/guests").resolve(module);
    }

    /** @param fields more lines of the component */
    App spin(String id, String module, String route, String... fields) {
        return component(id, module, route, "", fields);
    }

    /** @param fields more lines of the component */
    App wagi(String id, String module, String route, String... fields) {
        return component(id, module, route, "executor = { type = \"wagi\" }", fields);
    }

    /** @param executor the rest of the component's trigger, and tables behind it */
    App component(String id, String module, String route, String executor, String... fields) {
        manifest.append("""

                [[component]]
                id = "%s"
                source = '%s'
                %s
                [component.trigger]
                route = "%s"
                %s
                """.formatted(id, guest(module), String.join("\n", fields), route, executor));
        return this;
    }

    /** Writes the settings beside the manifest. */
    App settings(String toml) {
        return file("gyre.toml", toml);
    }

    App file(String name, String content) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    /** What a component has written to a log so far. */
    String log(String name) {
        Path file = folder.resolve(".gyre/logs").resolve(name);
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the manifest. */
    void write() {
        file("spin.toml", manifest.toString());
    }

    /** Serves it. */
    Gyre up(String... args) {
        return up(Map.of(), args);
    }

    Gyre up(Map<String, String> environment, String... args) {
        write();
        return Gyre.up(environment, folder, args);
    }
}
