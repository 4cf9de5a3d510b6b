package dev.gyre.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an application feels of another one in its container that is under attack: the times of its requests while 64 hostile ones of a
 * kind are open, and before.
 */
public final class FairnessBench {
    private static final int ATTACKERS = 64;
    private static final int CONNECTIONS = 4;
    private static final Map<String, String> ATTACKS = new TreeMap<>(Map.of("tight loops", "loop", "bulk memory floods", "memory-fill?0",
            "deep recursion", "recurse", "growth to the limit", "grow", "blocked in a host call", "sleep?60000", "none: ordinary requests", "ok"));

    private final Load victim;
    private final URI hostile;
    private final Duration time;

    private FairnessBench(URI victim, URI hostile, Duration time) {
        this.victim = new Load(victim);
        this.hostile = hostile;
        this.time = time;
    }

    /** @param args repository, seconds of each measurement */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        try (Servers servers = new Servers(root)) {
            PluggedServer server = PluggedServer.start(servers, root, "bench/apps/misbehave", "/misbehave/ok");
            URI victim = server.deploy("examples/hello", 1).getFirst().resolve("/hello");
            new FairnessBench(victim, server.address(), Duration.ofSeconds(Integer.parseInt(args[1]))).run();
        }
    }

    private void run() throws Exception {
        victim.run(CONNECTIONS, time.multipliedBy(3)); // the JIT compilers' time
        System.out.printf("%d processors, %s, %d hostile requests at once, %d connections to another application%n",
                Runtime.getRuntime().availableProcessors(), System.getProperty("java.vm.version"), ATTACKERS, CONNECTIONS);
        System.out.printf("%-24s %10s %10s %8s %10s %10s %8s %9s  %s%n", "attack", "p50 us", "during", "ratio", "p99 us", "during", "ratio", "req/s", "hostile requests ended as");
        for (Map.Entry<String, String> attack : ATTACKS.entrySet()) {
            Load.Result before = victim.run(CONNECTIONS, time);
            Attack running = new Attack(hostile.resolve(attack.getValue()));
            Thread.sleep(1000);
            Load.Result during = victim.run(CONNECTIONS, time);
            running.end();
            System.out.printf("%-24s %10.0f %10.0f %8.1f %10.0f %10.0f %8.1f %9.2f  %s%n", attack.getKey(), before.micros(50), during.micros(50),
                    during.micros(50) / before.micros(50), before.micros(99), during.micros(99), during.micros(99) / before.micros(99),
                    during.perSecond() / before.perSecond(), running.statuses);
            Thread.sleep(3000); // carriers that were added for guests that compute go
        }
    }

    /** Clients that send the next hostile request when the last has ended. */
    private static final class Attack {
        private final Map<Integer, AtomicLong> statuses = new ConcurrentSkipListMap<>();
        private final List<Thread> clients = new ArrayList<>();
        private volatile boolean over;

        Attack(URI uri) {
            for (int i = 0; i < ATTACKERS; i++) {
                clients.add(Thread.ofPlatform().daemon().start(() -> {
                    while (!over) {
                        statuses.computeIfAbsent(status(uri), s -> new AtomicLong()).incrementAndGet();
                    }
                }));
            }
        }

        private static int status(URI uri) {
            try {
                return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode();
            } catch (IOException e) {
                return 0;
            }
        }

        void end() throws InterruptedException {
            over = true;
            for (Thread client : clients) {
                client.join();
            }
        }
    }
}
