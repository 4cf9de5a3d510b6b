package dev.gyre.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * What an idle application costs: the hello of {@code examples} deployed many times in one container, each answering on a port of its
 * own. And what an instance that waits in the pool costs: after a burst of requests that were all open at once. Works
 * through the container's shell with a plug-in, {@code MemoryPlugin}.
 */
public final class MemoryBench {
    private static final int BURST = 64;
    /** By name: here, outside the container, the classes it stands on are missing. */
    private static final String PLUGIN = "dev.gyre.bench.MemoryPlugin";

    private final Path root;
    private final long pid;
    private final Path state;

    /** Of the container, after a collection; bytes. */
    private record Memory(long heap, long metaspace, long code, long threads, long classes, long resident) {
        Memory minus(Memory other) {
            return new Memory(heap - other.heap, metaspace - other.metaspace, code - other.code, threads - other.threads, classes - other.classes,
                    resident - other.resident);
        }

        void print(String what, double divisor) {
            System.out.printf(Locale.ROOT, "%-34s %10.1f %10.1f %10.1f %10.1f %8.1f %8.1f%n", what, heap / 1024.0 / divisor, metaspace / 1024.0 / divisor,
                    code / 1024.0 / divisor, resident / 1024.0 / divisor, threads / divisor, classes / divisor);
        }
    }

    private MemoryBench(Path root, Path state, long pid) {
        this.root = root;
        this.state = state;
        this.pid = pid;
    }

    /** @param args repository, how many applications */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        int apps = Integer.parseInt(args[1]);
        Path state = Files.createTempDirectory("gyre-bench-state");
        try (Servers servers = new Servers(root)) {
            int port = Servers.freePort();
            List<String> command = new ArrayList<>(servers.gyreUp("bench/apps/sleep", port));
            command.addAll(List.of("--state-dir", state.toString()));
            Process process = servers.start(Map.of("GYRE_LOG", "warn"), command);
            Servers.await(URI.create("http://127.0.0.1:" + port + "/sleep/ok"));
            new MemoryBench(root, state, process.pid()).run(port, apps);
        }
    }

    private void run(int port, int apps) throws Exception {
        gyre("bundle", "install", plugin().toString());
        gyre("shell", "bench:deploy", root.resolve("examples/hello").toString(), "1");
        System.out.printf("%d processors, %s, KiB%n", Runtime.getRuntime().availableProcessors(), System.getProperty("java.vm.version"));
        System.out.printf("%-34s %10s %10s %10s %10s %8s %8s%n", "", "heap", "metaspace", "code", "resident", "threads", "classes");
        Memory start = memory();
        start.print("two applications", 1);

        long begin = System.nanoTime();
        List<URI> addresses = deployed(gyre("shell", "bench:deploy", root.resolve("examples/hello").toString(), "" + apps));
        double seconds = (System.nanoTime() - begin) / 1e9;
        Memory idle = memory();
        idle.minus(start).print("each of " + apps + " more, idle", apps);
        for (URI address : addresses) {
            Servers.body(address.resolve("/hello"));
        }
        Memory used = memory();
        used.minus(start).print("each of them after its first request", apps);

        burst(URI.create("http://127.0.0.1:" + port + "/sleep/sleep?1500"));
        memory().minus(used).print("each of " + BURST + " instances in the pool", BURST);
        System.out.printf(Locale.ROOT, "%d applications deployed in %.1f s, %.1f ms each; all %d answered%n", apps, seconds, seconds * 1000 / apps, addresses.size());
    }

    private static List<URI> deployed(String out) {
        return out.lines().filter(line -> line.startsWith("Serving ")).map(line -> URI.create(line.substring("Serving ".length()))).toList();
    }

    /** Requests that are all open at the same time. */
    private static void burst(URI uri) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(BURST)) {
            List<Future<String>> open = new ArrayList<>();
            for (int i = 0; i < BURST; i++) {
                open.add(threads.submit(() -> Servers.body(uri)));
            }
            for (Future<String> each : open) {
                each.get();
            }
        }
    }

    private Memory memory() throws Exception {
        String[] figures = gyre("shell", "bench:memory").strip().split(" ");
        long resident = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst().orElse(0);
        return new Memory(Long.parseLong(figures[0]), Long.parseLong(figures[1]), Long.parseLong(figures[2]), Long.parseLong(figures[3]),
                Long.parseLong(figures[4]), resident);
    }

    /** Runs a command in the container. */
    private String gyre(String group, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("gyre").toString(), group, "--state-dir", state.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String out;
        try (InputStream in = process.getInputStream()) {
            out = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
        if (process.waitFor() != 0) {
            throw new IOException(command.stream().collect(Collectors.joining(" ")) + " ended with " + process.exitValue());
        }
        return out;
    }

    /** The class {@link #PLUGIN} as the bundle it is. */
    private static Path plugin() throws IOException {
        Manifest manifest = new Manifest();
        Map.of("Manifest-Version", "1.0", "Bundle-ManifestVersion", "2", "Bundle-SymbolicName", "dev.gyre.bench.memory", "Bundle-Version", "1.0.0",
                "Bundle-Activator", PLUGIN, "Import-Package", "org.osgi.framework,dev.gyre.api.app,dev.gyre.api.loader,dev.gyre.api.runtime")
                .forEach((key, value) -> manifest.getMainAttributes().put(new Attributes.Name(key), value));
        Path jar = Files.createTempFile("gyre-bench", ".jar");
        String name = PLUGIN.replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest); InputStream in = MemoryBench.class.getResourceAsStream("/" + name)) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
        return jar;
    }
}
