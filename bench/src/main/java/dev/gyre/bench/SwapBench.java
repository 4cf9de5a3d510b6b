package dev.gyre.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.gyre.control.Connection;
import dev.gyre.control.ControlFolder;

/**
 * What clients feel of a change of engine: 32 connections ask four components while the container is told to change, and the
 * 99th percentile is taken in windows of a quarter of a second before, during and after. The load never stops; a failed
 * request ends the run.
 */
public final class SwapBench {
    private static final int COMPONENTS = 4;
    private static final int CONNECTIONS = 8;
    private static final String SECOND = "bench.second.engine";
    /** The goal: so many times the percentile of the slower engine, at most, but for a short while. */
    private static final double TOLERABLE = 3;

    private final Connection control;
    private final Timeline load;
    private final long windows;

    private SwapBench(Connection control, Timeline load, int seconds) {
        this.control = control;
        this.load = load;
        this.windows = seconds * 1_000_000_000L / Timeline.WINDOW;
    }

    /** @param args repository, seconds measured before and after each change, and which engines change: {@code alike}, {@code graalwasm} or both */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        int seconds = Integer.parseInt(args[1]);
        System.out.printf("%d processors, %s, %d components, %d connections, windows of %d ms%n", Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.version"), COMPONENTS, COMPONENTS * CONNECTIONS, Timeline.WINDOW / 1_000_000);
        System.out.printf("%-40s %11s %11s %11s %7s %10s %14s %9s%n", "change", "before us", "worst us", "after us", "ratio", "over 3x ms", "from to s", "took ms");
        if (!args[2].equals("graalwasm")) {
            Path second = copy(root);
            on(root, Map.of("GYRE_GRAAL", "off"), seconds, bench -> bench.runAlike(second));
        }
        if (!args[2].equals("alike")) {
            on(root, Map.of("GYRE_GRAAL", "on"), seconds, SwapBench::runDifferent);
        }
    }

    private interface Changes {
        void run(SwapBench bench) throws Exception;
    }

    /** Measures changes in a container of its own. */
    private static void on(Path root, Map<String, String> environment, int seconds, Changes changes) throws Exception {
        Path app = application(root);
        try (Servers servers = new Servers(root)) {
            URI first = servers.gyre(environment, app.toString(), "/c0");
            Path folder = ControlFolder.in(app.resolve(".gyre"));
            List<URI> targets = new ArrayList<>();
            for (int i = 0; i < COMPONENTS; i++) {
                targets.add(first.resolve("/c" + i));
            }
            try (Connection control = Connection.open(UnixDomainSocketAddress.of(folder.resolve(ControlFolder.sockets(folder).getFirst())));
                    Timeline load = new Timeline(targets, CONNECTIONS)) {
                Thread.sleep(3000L * seconds); // the JIT compilers' time
                changes.run(new SwapBench(control, load, seconds));
            }
        }
    }

    /** Four components with the same module, which is compiled once, and whose warm-ups are separate. */
    private static Path application(Path root) throws IOException {
        Path folder = Files.createTempDirectory("gyre-bench-swap");
        StringBuilder manifest = new StringBuilder("""
                spin_version = "1"
                name = "swap"
                version = "1.0.0"
                trigger = { type = "http", base = "/" }
                """);
        for (int i = 0; i < COMPONENTS; i++) {
            manifest.append("""
                    [[component]]
                    id = "c%d"
                    source = "%s"
                    [component.trigger]
                    route = "/c%d"
                    """.formatted(i, root.toAbsolutePath().resolve("examples/hello/hello.wasm"), i));
        }
        Files.writeString(folder.resolve("spin.toml"), manifest);
        return folder;
    }

    /** The default engine's bundle under another name: a second engine of the same kind. */
    private static Path copy(Path root) throws IOException {
        try (Stream<Path> jars = Files.list(root.resolve("distribution/target/gyre/bundles"))) {
            Path jar = jars.filter(j -> j.getFileName().toString().startsWith("dev.gyre.engine.chicory-")).findFirst().orElseThrow();
            Path copy = Files.createTempFile("gyre-bench", ".jar");
            try (JarFile in = new JarFile(jar.toFile())) {
                Manifest manifest = new Manifest(in.getManifest());
                manifest.getMainAttributes().putValue("Bundle-SymbolicName", SECOND);
                try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
                    for (JarEntry entry : in.stream().filter(e -> !e.getName().equals(JarFile.MANIFEST_NAME)).toList()) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        in.getInputStream(entry).transferTo(out);
                    }
                }
            }
            return copy;
        }
    }

    /** Between engines of the same kind. */
    private void runAlike(Path second) throws Exception {
        command("bundle:install " + second);
        measure("stop, another takes over", "bundle:stop dev.gyre.engine.chicory");
        measure("start", "bundle:start dev.gyre.engine.chicory");
        measure("update, another takes over", "bundle:update " + SECOND);
        measure("uninstall", "bundle:uninstall " + SECOND);
        measure("update of the only engine", "bundle:update dev.gyre.engine.chicory");
    }

    /** Between Chicory and GraalWasm with its compiler, which needs a JVM of its own kind. */
    private void runDifferent() throws Exception {
        if (command("engine:list").lines().noneMatch(line -> line.contains("graalwasm") && !line.contains("interpret"))) {
            throw new IOException("GraalWasm does not compile here: " + command("engine:list"));
        }
        for (int round = 0; round < 2; round++) {
            measure("engine use graalwasm" + (round == 0 ? "" : ", again"), "engine:use graalwasm");
            measure("engine use chicory" + (round == 0 ? "" : ", again"), "engine:use chicory");
        }
        command("engine:use auto");
        measure("stop of chicory, graalwasm takes over", "bundle:stop dev.gyre.engine.chicory");
        measure("start of chicory, which takes over", "bundle:start dev.gyre.engine.chicory");
    }

    private String command(String line) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = control.run(line, out, out);
        String text = out.toString(StandardCharsets.UTF_8);
        if (status != 0) {
            throw new IOException("'" + line + "' ended with " + status + ": " + text);
        }
        return text;
    }

    private void measure(String name, String line) throws Exception {
        long from = load.now();
        Thread.sleep(windows * Timeline.WINDOW / 1_000_000);
        long begin = load.now();
        long start = System.nanoTime();
        command(line);
        long took = System.nanoTime() - start;
        Thread.sleep(2 * windows * Timeline.WINDOW / 1_000_000);
        long end = load.now();
        double before = Median.of(DoubleStream.of(load.p99(from + 1, begin)));
        double[] during = load.p99(begin, end);
        double worst = Arrays.stream(during).max().orElseThrow();
        double after = Median.of(DoubleStream.of(load.p99(end - windows, end)));
        double either = Math.max(before, after); // an engine that is slower for good is not the change's fault
        int[] over = IntStream.range(0, during.length).filter(i -> during[i] > TOLERABLE * either).toArray();
        double second = Timeline.WINDOW / 1e9;
        System.out.printf("%-40s %11.0f %11.0f %11.0f %7.1f %10.0f %14s %9d%n", name, before, worst, after, worst / either,
                over.length * second * 1000, over.length == 0 ? "" : "%.1f %.1f".formatted(over[0] * second, (over[over.length - 1] + 1) * second),
                took / 1_000_000);
    }
}
