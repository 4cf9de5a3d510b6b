package dev.gyre.itests.hammer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

import dev.gyre.itests.osgi.Distribution;
import dev.gyre.itests.osgi.Temporary;

/**
 * {@code gyre serve} in the test's container, begun as the launcher begins it, with two applications on one port: one of three
 * components for HTTP and one for Redis, and one that needs little. Thread-safe.
 */
final class HammeredServer implements AutoCloseable {
    static final String CHANNEL = "hammer";
    /** An engine that comes for one that went compiles first, and a machine that does other things takes longer for that than requests wait by default. */
    private static final String PATIENT = "[limits]\npatience = '40s'\n";

    private final List<Integer> exits = new CopyOnWriteArrayList<>();
    private final int redis;
    private final int port;
    private final ServiceRegistration<IntConsumer> offer;

    private HammeredServer(BundleContext system, Path folder, int redis, int port) {
        this.redis = redis;
        this.port = port;
        IntConsumer exit = exits::add;
        offer = system.registerService(IntConsumer.class, exit,
                new Hashtable<>(Map.of("gyre.exit", true, "gyre.arguments", new String[] {"serve", "--dir", folder.toString()})));
    }

    static HammeredServer start(BundleContext system, int redis) throws IOException {
        Path folder = Temporary.folder();
        int port = HammerRedis.freePort();
        Path sources = folder.resolve("sources");
        String address = "redis://127.0.0.1:" + redis;
        reference(folder, "hammer", Files.createDirectories(sources.resolve("hammer")), port, "", """
                [application.trigger.redis]
                address = "%1$s"
                [[trigger.http]]
                route = "/keep/..."
                component = "keep"
                [[trigger.http]]
                route = "/wagi"
                component = "wagi"
                executor = { type = "wagi" }
                [[trigger.http]]
                route = "/component"
                component = "component"
                [[trigger.redis]]
                channel = "%2$s"
                component = "messages"
                [component.keep]
                source = '%3$s'
                environment = { REDIS_ADDRESS = "%1$s" }
                allowed_outbound_hosts = ["%1$s"]
                [component.wagi]
                source = '%4$s'
                [component.component]
                source = '%5$s'
                [component.messages]
                source = '%6$s'
                environment = { REDIS_ADDRESS = "%1$s" }
                allowed_outbound_hosts = ["%1$s"]
                """.formatted(address, CHANNEL, Distribution.guest("keep-http.wasm"), Distribution.guest("../../bench/apps/hello/wagi_hello.wasm").normalize(),
                Distribution.example("hello-component").resolve("hello.wasm"), Distribution.guest("keep-redis.wasm")));
        reference(folder, "plain", Files.createDirectories(sources.resolve("plain")), port, "/plain", """
                [[trigger.http]]
                route = "/..."
                component = "hello"
                [component.hello]
                source = '%s'
                """.formatted(Distribution.example("hello").resolve("hello.wasm")));
        return new HammeredServer(system, folder, redis, port);
    }

    private static void reference(Path folder, String name, Path source, int port, String base, String manifest) throws IOException {
        Files.writeString(source.resolve("spin.toml"), "spin_manifest_version = 2\n[application]\nname = \"" + name + "\"\nversion = \"1.0.0\"\n" + manifest);
        Files.createDirectories(folder.resolve("apps"));
        Files.writeString(folder.resolve("apps").resolve(name + ".toml"), "from = '" + source + "'\n" + PATIENT + "[http]\nlisten = '127.0.0.1:" + port + "'\n"
                + (base.isEmpty() ? "" : "base = '" + base + "'\n"));
    }

    URI http() {
        return URI.create("http://127.0.0.1:" + port);
    }

    int redis() {
        return redis;
    }

    /** What the process would have ended with, each time. */
    List<Integer> exits() {
        return List.copyOf(exits);
    }

    @Override
    public void close() {
        offer.unregister();
    }
}
