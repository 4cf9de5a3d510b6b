package dev.gyre.loader.oci.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import dev.gyre.test.FreePort;


/** The registry of Docker's distribution, as Debian packages it, with its files in a folder. Not thread-safe. */
public final class DockerRegistry implements AutoCloseable {
    private static final String PROGRAM = "docker-registry";
    private final Process process;
    private final int port;

    private DockerRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Where there is none, tests are skipped; but not where every test has to run: {@code .ci/packages} installs it. */
    public static void need(String program) {
        boolean there = Stream.of(System.getenv("PATH").split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!there && System.getenv("CI") != null) {
            throw new AssertionError(program + " is missing; .ci/packages installs it");
        }
        Assumptions.assumeTrue(there, program + " is not installed");
    }

    /**
     * @param htpasswd users with bcrypt passwords
     * @param tls      folder with {@code cert.pem} and {@code key.pem}
     */
    public static DockerRegistry start(Path folder, Optional<Path> htpasswd, Optional<Path> tls) throws IOException, InterruptedException {
        need(PROGRAM);
        int port = FreePort.next();
        Files.createDirectories(folder);
        StringBuilder config = new StringBuilder("""
                version: 0.1
                log: {level: error}
                storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
                http:
                  addr: 127.0.0.1:%d
                """.formatted(folder, port));
        tls.ifPresent(t -> config.append("  tls: {certificate: ").append(t.resolve("cert.pem")).append(", key: ").append(t.resolve("key.pem")).append("}\n"));
        htpasswd.ifPresent(h -> config.append("auth: {htpasswd: {realm: test, path: ").append(h).append("}}\n"));
        Path file = Files.writeString(folder.resolveSibling(folder.getFileName() + ".yml"), config);
        Process process = new ProcessBuilder(PROGRAM, "serve", file.toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolveSibling("registry.log").toFile()).start();
        while (!accepts(port)) {
            if (!process.isAlive()) {
                throw new IOException("docker-registry ended: " + Files.readString(folder.resolveSibling("registry.log")));
            }
            Thread.sleep(20);
        }
        return new DockerRegistry(process, port);
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Host and port. */
    public String name() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
