package dev.gyre.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * {@code gyre up} with a plug-in, {@code AppsPlugin}, that deploys more applications into the same container, controlled through its
 * shell. For one thread.
 */
final class PluggedServer {
    /** By name: here, outside the container, the classes it stands on are missing. */
    private static final String PLUGIN = "dev.gyre.bench.AppsPlugin";

    private final Path root;
    private final Path state;
    private final URI address;
    private final long pid;

    private PluggedServer(Path root, Path state, URI address, long pid) {
        this.root = root;
        this.state = state;
        this.address = address;
        this.pid = pid;
    }

    /** @param path one that the application answers */
    static PluggedServer start(Servers servers, Path root, String application, String path) throws IOException, InterruptedException {
        Path state = Files.createTempDirectory("gyre-bench-state");
        int port = Servers.freePort();
        List<String> command = new ArrayList<>(servers.gyreUp(application, port));
        command.addAll(List.of("--state-dir", state.toString()));
        Process process = servers.start(Map.of("GYRE_LOG", "off"), command);
        URI address = Servers.await(URI.create("http://127.0.0.1:" + port + path));
        PluggedServer server = new PluggedServer(root, state, address, process.pid());
        server.gyre("bundle", "install", plugin().toString());
        return server;
    }

    /** The application's, which the server was started with. */
    URI address() {
        return address;
    }

    long pid() {
        return pid;
    }

    /** Deploys an application many times, each on a port of its own. @return their addresses */
    List<URI> deploy(String application, int count) throws IOException, InterruptedException {
        return gyre("shell", "bench:deploy", root.resolve(application).toString(), "" + count).lines().filter(line -> line.startsWith("http"))
                .map(URI::create).toList();
    }

    /** Runs a command in the container. @return what it prints */
    String gyre(String group, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("gyre").toString(), group, "--state-dir", state.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String out;
        try (InputStream in = process.getInputStream()) {
            out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
        return out;
    }

    /** The class {@link #PLUGIN} as the bundle it is. */
    private static Path plugin() throws IOException {
        Manifest manifest = new Manifest();
        Map.of("Manifest-Version", "1.0", "Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "dev.gyre.bench.apps", "Bundle-Version", "1.0.0",
                "Bundle-Activator", PLUGIN, "Import-Package", "org.osgi.framework,dev.gyre.api.app,dev.gyre.api.loader,dev.gyre.api.runtime")
                .forEach((key, value) -> manifest.getMainAttributes().put(new Attributes.Name(key), value));
        Path jar = Files.createTempFile("gyre-bench", ".jar");
        String name = PLUGIN.replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest); InputStream in = PluggedServer.class.getResourceAsStream("/" + name)) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
        return jar;
    }
}
