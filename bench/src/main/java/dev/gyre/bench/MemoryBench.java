package dev.gyre.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What an idle application costs: the hello of {@code examples} deployed many times in one container, each answering on a port of its
 * own. And what an instance that waits in the pool costs: after a burst of requests that were all open at once. Works
 * through the container's shell with a plug-in, {@code AppsPlugin}.
 */
public final class MemoryBench {
    private static final int BURST = 64;
    private static final String HELLO = "examples/hello";

    private final PluggedServer server;

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

    private MemoryBench(PluggedServer server) {
        this.server = server;
    }

    /** @param args repository, how many applications */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        try (Servers servers = new Servers(root)) {
            new MemoryBench(PluggedServer.start(servers, root, "bench/apps/misbehave", "/misbehave/ok")).run(Integer.parseInt(args[1]));
        }
    }

    private void run(int apps) throws Exception {
        server.deploy(HELLO, 1);
        System.out.printf("%d processors, %s, KiB%n", Runtime.getRuntime().availableProcessors(), System.getProperty("java.vm.version"));
        System.out.printf("%-34s %10s %10s %10s %10s %8s %8s%n", "", "heap", "metaspace", "code", "resident", "threads", "classes");
        Memory start = memory();
        start.print("two applications", 1);

        long begin = System.nanoTime();
        List<URI> addresses = server.deploy(HELLO, apps);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Memory idle = memory();
        idle.minus(start).print("each of " + apps + " more, idle", apps);
        for (URI address : addresses) {
            Servers.body(address.resolve("/hello"));
        }
        Memory used = memory();
        used.minus(start).print("each of them after its first request", apps);

        burst(server.address().resolve("sleep?1500"));
        memory().minus(used).print("each of " + BURST + " instances in the pool", BURST);
        System.out.printf(Locale.ROOT, "%d applications deployed in %.1f s, %.1f ms each; all %d answered%n", apps, seconds, seconds * 1000 / apps, addresses.size());
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
        String[] figures = server.gyre("shell", "bench:memory").strip().split(" ");
        long resident = Servers.memory(ProcessHandle.of(server.pid()).orElseThrow(), "VmRSS");
        return new Memory(Long.parseLong(figures[0]), Long.parseLong(figures[1]), Long.parseLong(figures[2]), Long.parseLong(figures[3]),
                Long.parseLong(figures[4]), resident);
    }
}
