package dev.gyre.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An application of 50 MB in a registry on this machine (docker-registry of Debian): {@code curl} of its blobs, and {@code gyre up} to the first
 * answered request from a folder, from the registry, from the store of what was pulled before, and from that when the registry has gone.
 * Compiled modules come from the cache each time. Prints medians.
 */
public final class RegistryBench {
    private static final int FILES = 5;
    private static final int FILE_BYTES = 10_000_000;
    private static final String FOLDER = "gyre up, from a folder";
    private static final String PULLED = "gyre up, from the registry";
    private static final String CURL = "curl of the blobs";

    private final Path root;
    private final Path work;
    private final Map<String, List<Double>> times = new LinkedHashMap<>();

    private RegistryBench(Path root, Path work) {
        this.root = root;
        this.work = work;
    }

    /** @param args repository, runs */
    public static void main(String[] args) throws Exception {
        int runs = Integer.parseInt(args[1]);
        Path work = Files.createTempDirectory("gyre-bench-registry");
        try {
            new RegistryBench(Path.of(args[0]), work).run(runs);
        } finally {
            delete(work);
        }
    }

    private void run(int runs) throws Exception {
        String app = application().toString();
        int port = Servers.freePort();
        String image = "127.0.0.1:" + port + "/bench:1";
        try (Servers registry = new Servers(root)) {
            registry.start(Map.of(), List.of("docker-registry", "serve", configuration(port).toString()));
            Servers.await(URI.create("http://127.0.0.1:" + port + "/v2/"));
            command(root.resolve("gyre").toString(), "registry", "push", "-f", app, image);
            List<String> curl = curl(port);
            start(app); // compiles the module
            for (int i = 0; i < runs; i++) {
                delete(work.resolve("blobs"));
                add(CURL, command(curl.toArray(String[]::new)));
                add(FOLDER, start(app));
                add(PULLED, start(image));
                add("gyre up, from the store", start(image));
            }
        }
        for (int i = 0; i < runs; i++) {
            add("gyre up, from the store, without the registry", start(image));
        }
        print(runs);
    }

    private void print(int runs) {
        System.out.printf("%d processors, %s, %d runs, medians%n", Runtime.getRuntime().availableProcessors(), System.getProperty("java.vm.version"), runs);
        times.forEach((name, all) -> System.out.printf(Locale.ROOT, "%-46s %7.0f ms%n", name, Median.of(all)));
        System.out.printf(Locale.ROOT, "from the registry, less the start from a folder: %.1f x curl%n", (Median.of(times.get(PULLED)) - Median.of(times.get(FOLDER))) / Median.of(times.get(CURL)));
    }

    private void add(String name, double millis) {
        times.computeIfAbsent(name, k -> new ArrayList<>()).add(millis);
    }

    /** The example with static files, and 50 MB more that nothing can compress. */
    private Path application() throws IOException {
        Path example = root.resolve("examples/static-files");
        Path app = work.resolve("app");
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = app.resolve(example.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        Random random = new Random(1);
        byte[] content = new byte[FILE_BYTES];
        for (int i = 0; i < FILES; i++) {
            random.nextBytes(content);
            Files.write(app.resolve("public").resolve(i + ".bin"), content);
        }
        return app;
    }

    private Path configuration(int port) throws IOException {
        return Files.writeString(work.resolve("registry.yml"), """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d"}
                """.formatted(work.resolve("registry"), port));
    }

    /** One process for all blobs of the image, into files. */
    private List<String> curl(int port) throws IOException, InterruptedException {
        String api = "http://127.0.0.1:" + port + "/v2/bench/";
        String manifest;
        try (HttpClient client = HttpClient.newHttpClient()) {
            manifest = client.send(HttpRequest.newBuilder(URI.create(api + "manifests/1")).header("Accept", "application/vnd.oci.image.manifest.v1+json").build(),
                    BodyHandlers.ofString()).body();
        }
        List<String> out = new ArrayList<>(List.of("curl", "-sf"));
        for (String digest : Pattern.compile("sha256:[0-9a-f]{64}").matcher(manifest).results().map(MatchResult::group).distinct().toList()) {
            out.addAll(List.of(api + "blobs/" + digest, "-o", work.resolve("curl-" + digest.substring(7)).toString()));
        }
        return out;
    }

    private static double command(String... command) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        int code = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT).start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    /** From the start of the process to the first answer. */
    private double start(String from) throws IOException, InterruptedException {
        try (Servers servers = new Servers(root)) {
            int port = Servers.freePort();
            long begin = System.nanoTime();
            servers.start(Map.of("XDG_CACHE_HOME", work.resolve("cache").toString(), "GYRE_OPTS", "-Dgyre.blobs.dir=" + work.resolve("blobs")),
                    List.of(root.resolve("gyre").toString(), "up", "-f", from, "--listen", "127.0.0.1:" + port, "--quiet", "--state-dir", work.resolve("state").toString()));
            Servers.await(URI.create("http://127.0.0.1:" + port + "/index.html"));
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
