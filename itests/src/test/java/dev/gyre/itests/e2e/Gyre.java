package dev.gyre.itests.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A {@code gyre} process of the built distribution. Its output is kept; closing it stops it as Ctrl-C would. Thread-safe.
 */
public final class Gyre implements AutoCloseable {
    private static final Path ROOT = Path.of(System.getProperty("gyre.root", "..")).toAbsolutePath().normalize();
    /** Caches that all processes of the tests share, and nobody else. */
    private static final Path CACHE = ROOT.resolve("itests/target/cache");
    private static final Pattern SERVING = Pattern.compile("(?:Serving|Subscribed to) (\\w+://\\S+)");
    /** What Chicory's engine tells of it. */
    private static final List<String> LEFT = List.of("was written past its cards", "an instance changed the tables of all others");
    private static final Duration START = Duration.ofSeconds(120);

    private final Process process;
    private final StringBuffer out = new StringBuffer();
    private final StringBuffer err = new StringBuffer();
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final List<Thread> readers = new ArrayList<>();

    private Gyre(Process process) {
        this.process = process;
        readers.add(Thread.ofVirtual().start(() -> read(process.inputReader(), out)));
        readers.add(Thread.ofVirtual().start(() -> read(process.errorReader(), err)));
        process.onExit().thenRun(() -> address.completeExceptionally(new IOException("gyre ended with " + process.exitValue())));
    }

    private void read(BufferedReader reader, StringBuffer into) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                into.append(line).append('\n');
                Matcher m = SERVING.matcher(line);
                if (m.find()) {
                    address.complete(URI.create(m.group(1)));
                }
            }
        } catch (IOException e) {
            into.append("(reading ended: ").append(e.getMessage()).append(")\n");
        }
    }

    /** The repository. */
    public static Path root() {
        return ROOT;
    }

    /** The unpacked distribution that {@code mvn package} leaves. */
    public static Path home() {
        try (Stream<Path> found = Files.find(ROOT.resolve("distribution/target"), 3,
                (p, a) -> a.isRegularFile() && p.endsWith("bin/gyre"))) {
            return found.findFirst().orElseThrow(() -> new IllegalStateException("no distribution in distribution/target: run mvn package"))
                    .getParent().getParent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts {@code gyre} with these arguments. */
    public static Gyre start(Map<String, String> environment, String... args) {
        return startIn(ROOT.resolve("itests/target"), environment, args);
    }

    /** Starts {@code gyre} in a folder. */
    public static Gyre startIn(Path folder, Map<String, String> environment, String... args) {
        StartUpCache.MADE.join();
        return launch(folder, environment, args);
    }

    /** The start-up cache, made once: these tests start often. */
    private static final class StartUpCache {
        static final CompletableFuture<Integer> MADE = CompletableFuture.supplyAsync(() ->
                Files.exists(CACHE.resolve("gyre/aot")) ? 0 : launch(ROOT, Map.of(), "aot").exitCode());
    }

    private static Gyre launch(Path folder, Map<String, String> environment, String... args) {
        List<String> command = new ArrayList<>();
        command.add(home().resolve("bin/gyre").toString());
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("XDG_CACHE_HOME", CACHE.toString());
        builder.environment().put("GYRE_OPTS", "-Dgyre.engine.verify=true");
        builder.environment().putAll(environment);
        try {
            return new Gyre(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Serves an application on a free port and waits until it says where. */
    public static Gyre up(Path manifest, String... args) {
        return up(Map.of(), manifest, args);
    }

    /** The same with more environment. */
    public static Gyre up(Map<String, String> environment, Path manifest, String... args) {
        List<String> all = new ArrayList<>(List.of("up", "-f", manifest.toString(), "--listen", "127.0.0.1:0"));
        all.addAll(List.of(args));
        return start(environment, all.toArray(String[]::new)).awaitServing();
    }

    /** Waits until it says where it serves. */
    public Gyre awaitServing() {
        try {
            address.get(START.toSeconds(), TimeUnit.SECONDS);
            return this;
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new IllegalStateException("gyre up did not serve: " + e.getMessage() + "\n" + output(), e);
        } catch (InterruptedException e) {
            close();
            throw new IllegalStateException(e);
        }
    }

    /** Where it serves. */
    public URI address() {
        return address.join();
    }

    /** @param pathAndQuery sent as it is, dot segments included */
    public URI resolve(String pathAndQuery) {
        return URI.create(address().toString() + pathAndQuery);
    }

    public Process process() {
        return process;
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    /** Both, with long lines cut, for messages. */
    public String output() {
        return ("--- out\n" + out + "--- err\n" + err).replaceAll("(.{200}).*", "$1...");
    }

    /** Waits until standard error has the text, which may come after the response it belongs to. */
    public String awaitErr(String text) {
        return await(err, text);
    }

    /** Waits until standard output has the text. */
    public String awaitOut(String text) {
        return await(out, text);
    }

    private String await(StringBuffer output, String text) {
        long end = System.nanoTime() + START.toNanos(); // what is said early waits for the start, and that for others
        while (output.indexOf(text) < 0) {
            if (!process.isAlive() && output.indexOf(text) < 0) {
                throw new AssertionError("gyre ended, and \"" + text + "\" does not appear\n" + output());
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("\"" + text + "\" does not appear\n" + output());
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return output.toString();
    }

    /** Waits for it to end by itself; an application that was to be refused and is served fails at once. */
    public int refusal() {
        if (address.handle((uri, ended) -> uri != null).orTimeout(START.toSeconds(), TimeUnit.SECONDS).join()) {
            throw new AssertionError("it is served\n" + output());
        }
        return exitCode();
    }

    /** Waits for it to end by itself. */
    public int exitCode() {
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("gyre does not end\n" + output());
            }
            for (Thread reader : readers) {
                reader.join();
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends SIGTERM and waits for the end. Fails when an event left something to the next one. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("gyre did not stop on SIGTERM\n" + output());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
        if (LEFT.stream().anyMatch(text -> err.indexOf(text) >= 0)) {
            throw new AssertionError("what an event left was found by gyre.engine.verify\n" + output());
        }
    }
}
