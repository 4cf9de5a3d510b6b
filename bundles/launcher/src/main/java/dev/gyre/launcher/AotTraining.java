package dev.gyre.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes the start-up cache: runs {@code gyre up} with a small application in a JVM that records what it loads, sends it some
 * requests and ends it.
 *
 * <p>{@link #run} is for one thread at a time and blocks; {@link #close} may come from any thread.
 */
final class AotTraining implements AutoCloseable {
    private static final Pattern SERVING = Pattern.compile("Serving http://\\S+");
    private static final int REQUESTS = 50;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path home;
    private final AotCache cache;
    private Process recording;
    private boolean closed;

    AotTraining(Path home, AotCache cache) {
        this.home = home;
        this.cache = cache;
    }

    /**
     * Makes the cache unless it is there already.
     *
     * @param prefix words before the command, {@code nice} for example
     * @throws LauncherException if it cannot be made
     */
    void run(List<String> prefix, PrintStream out) {
        try (Scratch scratch = Scratch.create(Path.of(System.getProperty("java.io.tmpdir")))) {
            Files.createDirectories(cache.file().getParent());
            try (FileChannel channel = FileChannel.open(cache.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (cache.isCurrent()) {
                    out.println("The start-up cache is up to date: " + cache.file());
                    return;
                }
                Path made = cache.fresh();
                record(prefix, made, scratch.folder());
                cache.publish(made);
                out.println("The start-up cache is ready: " + cache.file() + ", " + (Files.size(cache.file()) >> 20) + " MB");
            }
        } catch (IOException e) {
            throw new LauncherException(LauncherException.CANNOT_CREATE, "cannot make the start-up cache " + cache.file() + ": " + e, e);
        }
    }

    private void record(List<String> prefix, Path made, Path scratch) throws IOException {
        Path application = copy(home.resolve("lib/training"), scratch.resolve("training"));
        Path errors = scratch.resolve("errors");
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(script().toString(), "up", "-f", application.resolve("spin.toml").toString(), "--listen", "127.0.0.1:0"));
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile()).redirectError(errors.toFile());
        builder.environment().put("GYRE_AOT_RECORD", made.toString());
        builder.environment().remove("GYRE_AOT");
        Process process = start(builder);
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            for (; line != null; line = lines.readLine()) {
                Matcher serving = SERVING.matcher(line);
                if (serving.find()) {
                    request(URI.create(serving.group().substring("Serving ".length())));
                    process.getOutputStream().close(); // the recording process ends with its input, see Session
                }
            }
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0 || !Files.exists(made)) {
                throw new LauncherException(LauncherException.SOFTWARE, "the run that should make the start-up cache failed:\n" + Files.readString(errors));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException(LauncherException.SOFTWARE, "interrupted while making the start-up cache", e);
        } finally {
            process.destroy();
        }
    }

    private synchronized Process start(ProcessBuilder builder) throws IOException {
        if (closed) {
            throw new IOException("stopped");
        }
        recording = builder.start();
        return recording;
    }

    private Path script() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return home.resolve(windows ? "bin/gyre.bat" : "bin/gyre");
    }

    /** The application is copied because it may lie in a read-only installation, and logs are written beside the manifest. */
    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    private static void request(URI server) throws IOException {
        for (int i = 0; i < REQUESTS; i++) {
            String head = "GET " + (i % 5 == 4 ? "/nowhere" : "/hello") + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nConnection: close\r\n\r\n";
            try (Socket socket = new Socket(server.getHost(), server.getPort())) {
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            }
        }
    }

    /** Ends a run under way. */
    @Override
    public synchronized void close() {
        closed = true;
        if (recording != null) {
            recording.destroy();
        }
    }
}
