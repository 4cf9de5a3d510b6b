package dev.gyre.bench;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Hello over HTTP, a fresh instance per request, for each executor, compared with a bare Jetty handler that answers the same bytes. */
public final class HttpBench {
    private HttpBench() {
    }

    /** @param args repository, seconds of each measurement, rounds */
    public static void main(String[] args) throws Exception {
        try (Servers servers = new Servers(Path.of(args[0]))) {
            URI spin = servers.gyre("bench/apps/hello", "/spin");
            ProcessHandle gyre = servers.last();
            Comparison comparison = new Comparison();
            comparison.add("bare Jetty", servers.bareJetty("/", Servers.body(spin)), servers.last());
            comparison.add("Spin executor", spin, gyre);
            comparison.add("WAGI executor", spin.resolve("/wagi"), gyre);
            comparison.run(Duration.ofSeconds(Long.parseLong(args[1])), Integer.parseInt(args[2]));
        }
    }
}
