package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application goes through a folder of bindles and a registry, by the commands of the distribution, and answers as it did before. */
class RegistriesE2E {
    private static final List<String> PATHS = List.of("/index.html", "/data.json", "/css/site.css", "/gyre.svg", "/missing");
    @TempDir
    Path temp;
    private Process registry;
    private int port;

    @BeforeEach
    void copyTheExample() throws IOException {
        Path example = Gyre.root().resolve("examples/static-files");
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = temp.resolve("app").resolve(example.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    /** Docker's, as Debian packages it; {@code .ci/packages} installs it where every test has to run. */
    private String startRegistry() throws Exception {
        boolean there = Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, "docker-registry")));
        assertTrue(there || System.getenv("CI") == null, "docker-registry is missing");
        Assumptions.assumeTrue(there, "docker-registry is not installed");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path config = Files.writeString(temp.resolve("registry.yml"), """
                version: 0.1
                log: {level: error}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d"}
                """.formatted(temp.resolve("registry"), port));
        registry = new ProcessBuilder("docker-registry", "serve", config.toString()).redirectErrorStream(true)
                .redirectOutput(temp.resolve("registry.log").toFile()).start();
        while (!accepts()) {
            assertTrue(registry.isAlive(), () -> "docker-registry ended");
            Thread.sleep(20);
        }
        return "127.0.0.1:" + port;
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stopRegistry() throws InterruptedException {
        if (registry != null) {
            registry.destroy();
            registry.waitFor();
        }
    }

    /** What was pulled is kept for this test alone. */
    private Map<String, String> environment() {
        return Map.of("GYRE_OPTS", "-Dgyre.blobs.dir=" + temp.resolve("blobs"));
    }

    private String run(String... arguments) {
        try (Gyre gyre = Gyre.startIn(temp, environment(), arguments)) {
            assertEquals(0, gyre.exitCode(), gyre::output);
            return gyre.out();
        }
    }

    private List<String> answers(String... source) {
        String[] arguments = Stream.concat(Stream.of("up", "--listen", "127.0.0.1:0"), Stream.of(source)).toArray(String[]::new);
        try (Gyre gyre = Gyre.startIn(temp, environment(), arguments).awaitServing()) {
            return PATHS.stream().map(path -> answer(gyre.resolve(path))).toList();
        }
    }

    private static String answer(URI uri) {
        var response = Http.get(uri);
        return response.statusCode() + " " + response.headers().firstValue("content-type") + " " + response.body();
    }

    @Test
    void theSameFromAFolderABindleAndAnImage() throws Exception {
        String host = startRegistry();
        List<String> before = answers("-f", "app");
        assertTrue(before.getFirst().startsWith("200"), before.getFirst());
        String id = run("bindle", "prepare", "-f", "app", "-d", "bindles").lines().findFirst().orElseThrow().replace("id:", "").strip();
        assertEquals(before, answers("-b", id, "--bindle-server", temp.resolve("bindles").toUri().toString()));
        assertTrue(run("registry", "push", "-f", "app", host + "/site:1").startsWith("Pushed with digest sha256:"));
        assertEquals(before, answers("-f", host + "/site:1"));
        stopRegistry();
        assertEquals(before, answers("-f", host + "/site:1"), "from the store, without the registry");
    }
}
