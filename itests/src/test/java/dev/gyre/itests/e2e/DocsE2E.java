package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.gyre.test.FreePort;

/** What the README files tell people to type works and prints what they say. */
class DocsE2E {
    @TempDir
    Path copy;

    private Map<String, Integer> ports;

    /** The example that is built with npm is {@link RealGuestsSuite}'s. */
    static List<String> documents() throws IOException {
        try (Stream<Path> examples = Files.list(Gyre.root().resolve("examples"))) {
            return Stream.concat(Stream.of("README.md", "examples/README.md"),
                    examples.filter(e -> Files.exists(e.resolve("spin.toml")) && !e.endsWith("hello-js")).map(e -> "examples/" + e.getFileName() + "/README.md").sorted()).toList();
        }
    }

    /** The examples, with the ports of other servers replaced by free ones. */
    @BeforeEach
    void copyTheExamples() throws IOException {
        ports = Map.of("8088", FreePort.next(), "6379", FreePort.next());
        Path examples = Gyre.root().resolve("examples");
        try (Stream<Path> all = Files.walk(examples)) {
            for (Path path : (Iterable<Path>) all.filter(p -> !p.toString().contains("/node_modules") && !p.toString().contains("/.gyre"))::iterator) {
                Path target = copy.resolve("examples").resolve(examples.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
                if (target.endsWith("spin.toml")) {
                    String manifest = Files.readString(target);
                    for (Map.Entry<String, Integer> port : ports.entrySet()) {
                        manifest = manifest.replace("127.0.0.1:" + port.getKey(), "127.0.0.1:" + port.getValue());
                    }
                    Files.writeString(target, manifest);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void commandsPrintWhatTheDocumentSays(String document) throws Exception {
        List<Transcript> lines = Transcript.of(Files.readString(Gyre.root().resolve(document)));
        assertTrue(lines.stream().anyMatch(l -> l.command().contains("./gyre up")), document);
        try (Console console = new Console(copy, ports)) {
            for (Transcript line : lines) {
                console.type(line);
            }
        }
    }
}
