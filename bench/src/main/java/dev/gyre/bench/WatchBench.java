package dev.gyre.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From saving a changed module to the first answer from it, with {@code gyre watch} in one process: the hello guest, with another
 * greeting in it each time, so that it is loaded, compiled and tried out anew.
 */
public final class WatchBench {
    private static final String GREETING = "Hello from Gyre!\n";
    /** The JIT compilers' time, as it passes while somebody edits. */
    private static final int WARM_UP = 5;
    private static final long LIMIT = 30_000_000_000L;

    private final byte[] guest;
    private final Path module;
    private final URI uri;

    private WatchBench(byte[] guest, Path module, URI uri) {
        this.guest = guest;
        this.module = module;
        this.uri = uri;
    }

    /** @param args repository, rounds */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        int rounds = Integer.parseInt(args[1]);
        Path hello = root.resolve("examples/hello");
        Path folder = Files.createTempDirectory("gyre-bench-watch");
        Path module = folder.resolve("hello.wasm");
        Files.copy(hello.resolve("hello.wasm"), module);
        Files.copy(hello.resolve("spin.toml"), folder.resolve("spin.toml"));
        try (Servers servers = new Servers(root)) {
            int port = Servers.freePort();
            servers.start(Map.of(), List.of(root.resolve("gyre").toString(), "watch", "-f", folder.toString(), "--listen", "127.0.0.1:" + port, "--quiet"));
            URI uri = Servers.await(URI.create("http://127.0.0.1:" + port + "/hello"));
            WatchBench bench = new WatchBench(Files.readAllBytes(module), module, uri);
            List<Double> first = bench.rounds(0, WARM_UP);
            List<Double> then = bench.rounds(WARM_UP, rounds);
            System.out.printf("%d processors, %s, milliseconds of this machine from the save to the first answer%n", Runtime.getRuntime().availableProcessors(),
                    System.getProperty("java.vm.version"));
            print("the first " + WARM_UP, first);
            print("the next " + rounds, then);
        }
    }

    private List<Double> rounds(int from, int count) throws Exception {
        List<Double> out = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            String greeting = "Hello no. %05d!\n".formatted(i);
            byte[] changed = changed(greeting);
            Thread.sleep(300); // a save is not followed by the next at once
            long begin = System.nanoTime();
            Files.write(module, changed);
            while (!Servers.body(uri).equals(greeting)) {
                if (System.nanoTime() - begin > LIMIT) {
                    throw new IOException("the new version does not answer: " + Servers.body(uri));
                }
                Thread.sleep(2);
            }
            out.add((System.nanoTime() - begin) / 1e6);
        }
        return out;
    }

    private byte[] changed(String greeting) {
        String text = new String(guest, StandardCharsets.ISO_8859_1);
        if (greeting.length() != GREETING.length() || !text.contains(GREETING)) {
            throw new IllegalStateException("examples/hello does not say " + GREETING);
        }
        return text.replace(GREETING, greeting).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void print(String what, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        System.out.printf("%-16s median %5.0f, least %5.0f, most %5.0f%n", what, sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
    }
}
