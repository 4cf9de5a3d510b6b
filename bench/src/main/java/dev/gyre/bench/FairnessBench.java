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
 * What an application feels of another one in its container that is under attack: the times of its requests before, while 64 hostile ones of
 * a kind are open, and, as a control, while as many are open in a container of their own: what the machine's processors have left for it
 * is no container's doing.
 */
public final class FairnessBench {
    private static final int ATTACKERS = 64;
    private static final int CONNECTIONS = 4;
    private static final Map<String, String> ATTACKS = new TreeMap<>(Map.of("tight loops", "loop", "bulk memory floods", "memory-fill?0",
            "deep recursion", "recurse", "growth to the limit", "grow", "blocked in a host call", "sleep?60000", "none: ordinary requests", "ok"));

    private final Load victim;
    private final URI beside;
    private final URI apart;
    private final Duration time;

    private FairnessBench(URI victim, URI beside, URI apart, Duration time) {
        this.victim = new Load(victim);
        this.beside = beside;
        this.apart = apart;
        this.time = time;
    }

    /** @param args repository, seconds of each measurement, and the beginning of the names of the attacks to be made */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        try (Servers servers = new Servers(root)) {
            PluggedServer server = PluggedServer.start(servers, root, "bench/apps/misbehave", "/misbehave/ok");
            PluggedServer other = PluggedServer.start(servers, root, "bench/apps/misbehave", "/misbehave/ok");
            URI victim = server.deploy("examples/hello", 1).getFirst().resolve("/hello");
            new FairnessBench(victim, server.address(), other.address(), Duration.ofSeconds(Integer.parseInt(args[1]))).run(args.length > 2 ? args[2] : "");
        }
    }

    private void run(String attacks) throws Exception {
        victim.run(CONNECTIONS, time.multipliedBy(3)); // the JIT compilers' time
        System.out.printf("%d processors, %s, %d hostile requests at once, %d connections to another application; us%n",
                Runtime.getRuntime().availableProcessors(), System.getProperty("java.vm.version"), ATTACKERS, CONNECTIONS);
        System.out.printf("%-24s %8s %8s %8s %8s %8s %8s %9s %9s %9s  %s%n", "attack", "p50", "beside", "apart", "p99", "beside", "apart", "req/s", "beside", "apart",
                "hostile requests ended, beside and apart");
        for (Map.Entry<String, String> attack : ATTACKS.entrySet()) {
            if (attack.getKey().startsWith(attacks)) {
                Load.Result before = victim.run(CONNECTIONS, time);
                Attacked here = under(beside.resolve(attack.getValue()));
                Attacked there = under(apart.resolve(attack.getValue()));
                System.out.printf("%-24s %8.0f %8.0f %8.0f %8.0f %8.0f %8.0f %9.0f %9.0f %9.0f  %s %s%n", attack.getKey(),
                        before.micros(50), here.victim.micros(50), there.victim.micros(50), before.micros(99), here.victim.micros(99), there.victim.micros(99),
                        before.perSecond(), here.victim.perSecond(), there.victim.perSecond(), here.ended, there.ended);
            }
        }
    }

    /** How the victim was served, and how its attackers were. */
    private record Attacked(Load.Result victim, Map<Integer, AtomicLong> ended) {
    }

    private Attacked under(URI attacked) throws Exception {
        Attack running = new Attack(attacked);
        Thread.sleep(1000);
        Load.Result during = victim.run(CONNECTIONS, time);
        running.end();
        Thread.sleep(3000); // carriers that were added for guests that compute go
        return new Attacked(during, running.statuses);
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
