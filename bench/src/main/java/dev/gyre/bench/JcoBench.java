package dev.gyre.bench;

import static dev.gyre.bench.ServerRun.median;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Components in C, Rust and JavaScript served by {@code gyre up} and by {@code jco serve} (Node, V8), both with a fresh instance for each
 * request, in turns. Prints medians over the rounds, and what the processes have in memory.
 */
public final class JcoBench {
    private static final int CONNECTIONS = 8;
    private static final double MIB = 1 << 20;

    private final RealGuests guests;
    private final Duration time;
    private final int rounds;

    private JcoBench(RealGuests guests, Duration time, int rounds) {
        this.guests = guests;
        this.time = time;
        this.rounds = rounds;
    }

    /** @param args repository, seconds of each measurement, rounds */
    public static void main(String[] args) throws Exception {
        JcoBench bench = new JcoBench(RealGuests.built(Path.of(args[0])), Duration.ofSeconds(Long.parseLong(args[1])), Integer.parseInt(args[2]));
        System.out.printf("%d processors, %s, %d rounds of %d s, %d connections%n", Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.version"), bench.rounds, bench.time.toSeconds(), CONNECTIONS);
        System.out.printf("%-16s %10s %10s %8s %10s %10s %9s %9s %11s %11s%n", "guest", "Gyre /s", "jco /s", "ratio", "Gyre CPU", "jco CPU", "Gyre p99", "jco p99",
                "Gyre MiB", "jco MiB");
        bench.row("c-component", "/", 10);
        bench.row("rust-component", "/rust/", 15);
        bench.row("hello-js", "/", 60);
    }

    private record Server(URI uri, ProcessHandle process, double idle) {
        ServerRun run(Duration time) throws Exception {
            return ServerRun.of(uri, process, CONNECTIONS, time);
        }
    }

    /** @param warmUp seconds of Gyre's: the JIT compiler has a whole language to compile */
    private void row(String guest, String path, long warmUp) throws Exception {
        try (Servers servers = new Servers(guests.root())) {
            Server gyre = server(servers, servers.gyre(guests.app(guest).toString(), path));
            Server jco = server(servers, servers.jco(guests.jco(), guests.component(guest), path));
            gyre.run(Duration.ofSeconds(warmUp));
            jco.run(time);
            List<ServerRun> ours = new ArrayList<>();
            List<ServerRun> theirs = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                ours.add(gyre.run(time));
                theirs.add(jco.run(time));
            }
            double us = median(ours, r -> r.load().perSecond());
            double them = median(theirs, r -> r.load().perSecond());
            System.out.printf(Locale.ROOT, "%-16s %10.1f %10.1f %8.1f %10.0f %10.0f %9.1f %9.1f %5.0f %5.0f %5.0f %5.0f%n", guest, us, them, us / them,
                    median(ours, ServerRun::cpu), median(theirs, ServerRun::cpu), median(ours, r -> r.load().micros(99) / 1e3), median(theirs, r -> r.load().micros(99) / 1e3),
                    gyre.idle(), Servers.memory(gyre.process(), "VmRSS") / MIB, jco.idle(), Servers.memory(jco.process(), "VmRSS") / MIB);
        }
    }

    private static Server server(Servers servers, URI uri) throws IOException {
        return new Server(uri, servers.last(), Servers.memory(servers.last(), "VmRSS") / MIB);
    }
}
