package dev.gyre.bench;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A request that is answered with what another server answers: by guests, through the interface of 2022 and through WASI 0.2, a fresh instance per request, compared with a
 * Jetty handler that calls Jetty's client, the one Gyre calls with.
 */
public final class OutboundBench {
    private OutboundBench() {
    }

    /** @param args repository, seconds of each measurement, rounds */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        try (Servers servers = new Servers(root)) {
            URI called = servers.bareJetty("/", "Hello from afar!\n");
            URI module = servers.gyre(app(root, called).toString(), "/fetch");
            ProcessHandle gyre = servers.last();
            Comparison comparison = new Comparison();
            comparison.add("Java", servers.relay(called), servers.last());
            comparison.add("module, 2022", module, gyre);
            comparison.add("component", module.resolve("/forward/" + called.getRawAuthority() + "/"), gyre);
            comparison.run(Duration.ofSeconds(Long.parseLong(args[1])), Integer.parseInt(args[2]));
        }
    }

    private static Path app(Path root, URI called) throws Exception {
        Path app = Files.createTempDirectory("gyre-bench-outbound");
        return Files.writeString(app.resolve("spin.toml"), """
                spin_manifest_version = 2
                [application]
                name = "outbound"
                [[trigger.http]]
                route = "/fetch"
                component = "fetch"
                [component.fetch]
                source = '%1$s/examples/outbound-http/outbound_http.wasm'
                environment = { TARGET = "%2$s/" }
                allowed_outbound_hosts = ["%2$s"]
                [[trigger.http]]
                route = "/forward/..."
                component = "forward"
                [component.forward]
                source = '%1$s/itests/guests/forward.wasm'
                allowed_outbound_hosts = ["%2$s"]
                """.formatted(root, called.resolve("/").toString().replaceAll("/$", "")));
    }
}
