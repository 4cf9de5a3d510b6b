package dev.gyre.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Server processes of a run, all stopped at its end. For one thread. */
final class Servers implements AutoCloseable {
    private final Path root;
    private final List<Process> processes = new ArrayList<>();

    /** @param root of the repository */
    Servers(Path root) {
        this.root = root;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** A bare Jetty that answers {@code body}. */
    URI bareJetty(String path, String body) throws IOException, InterruptedException {
        return java(BareJetty.class, body).resolve(path);
    }

    /** A Jetty whose handler asks another server and answers what that said. */
    URI relay(URI called) throws IOException, InterruptedException {
        return java(RelayJetty.class, called.toString());
    }

    private URI java(Class<?> main, String argument) throws IOException, InterruptedException {
        int port = freePort();
        start(Map.of(), List.of(java(), "-cp", System.getProperty("java.class.path"), main.getName(), "" + port, argument));
        return await(URI.create("http://127.0.0.1:" + port + "/"));
    }

    /** {@code gyre up} of an application; {@code path} is one it answers. */
    URI gyre(String application, String path) throws IOException, InterruptedException {
        return gyre(Map.of(), application, path);
    }

    URI gyre(Map<String, String> environment, String application, String path) throws IOException, InterruptedException {
        int port = freePort();
        start(environment, gyreUp(application, port));
        return await(URI.create("http://127.0.0.1:" + port + path));
    }

    /** {@code jco serve} of a component, each request in an instance of its own; {@code path} is one it answers. */
    URI jco(Path jco, Path component, String path) throws IOException, InterruptedException {
        int port = freePort();
        start(Map.of(), List.of("node", jco.toString(), "serve", "--isolate-requests", "instance", "--port", "" + port, component.toString()));
        return await(URI.create("http://127.0.0.1:" + port + path));
    }

    /** The process that works for the server started last: itself, or what it started. */
    ProcessHandle last() {
        Process process = processes.getLast();
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).max(Comparator.comparing(Servers::cpu)).orElseThrow();
    }

    /** Processor time of a process. */
    static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What the operating system says of a process's memory, in bytes. @param field VmRSS for what is resident, VmHWM for the most that was */
    static long memory(ProcessHandle process, String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream().filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
    }

    List<String> gyreUp(String application, int port) {
        return List.of(root.resolve("gyre").toString(), "up", "-f", root.resolve(application).toString(),
                "--listen", "127.0.0.1:" + port, "--quiet");
    }

    Process start(Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** Waits until a server answers 200: on a busy machine a component of 12 MB takes minutes to compile. */
    static URI await(URI uri) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!answers(uri)) {
            if (System.nanoTime() > end) {
                throw new IOException(uri + " does not answer 200");
            }
            Thread.sleep(2);
        }
        return uri;
    }

    static boolean answers(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setRequestProperty("Connection", "close");
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    static String body(URI uri) throws IOException {
        try (var in = uri.toURL().openStream()) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    static void stop(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : processes) {
            stop(process);
        }
    }
}
