package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.inject.Inject;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

import com.sun.net.httpserver.HttpServer;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.api.runtime.Deployment;

/** Engines, host interfaces and executors are replaced under load, and no request fails. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SwapIT {
    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 3;

    @Inject
    BundleContext context;

    @Configuration
    public Option[] config() {
        return Distribution.container();
    }

    private interface Step {
        void on(Bundle bundle) throws Exception;
    }

    private void underLoad(String bundle, Step step) throws Exception {
        try (Served app = Served.deploy(context, Distribution.guest("swap"))) {
            app.awaitState(Deployment.State.RUNNING);
            String spin = app.get("/spin").body();
            String wagi = app.get("/wagi").body();
            assertEquals("Hello from Gyre!\n", spin);
            try (Load one = Load.on(app.address(), CONNECTIONS, "/spin", spin); Load two = Load.on(app.address(), CONNECTIONS, "/wagi", wagi)) {
                for (int i = 0; i < ROUNDS; i++) {
                    one.awaitMore(50);
                    two.awaitMore(50);
                    step.on(Container.bundle(context, bundle));
                }
                one.awaitMore(50);
                two.awaitMore(50);
            }
        }
    }

    private void update(Bundle bundle) throws Exception {
        Container.update(context, bundle);
    }

    @Test
    public void theOnlyEngineIsRestarted() throws Exception {
        underLoad("dev.gyre.engine.chicory", Container::restart);
    }

    @Test
    public void theOnlyEngineIsUpdated() throws Exception {
        underLoad("dev.gyre.engine.chicory", this::update);
    }

    @Test
    public void aHostInterfaceIsRestarted() throws Exception {
        underLoad("dev.gyre.wasi.p1", Container::restart);
    }

    /** It is the application's: who serves it reads it again. */
    @Test
    public void aRuntimeConfigurationOutlivesTheHostInterfaceThatKeepsToIt() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        String path = "/fetch?url=http://127.0.0.1:" + server.getAddress().getPort() + "/";
        Path folder = Temporary.folder();
        Files.writeString(folder.resolve("spin.toml"), """
                spin_version = "1"
                name = "fetch"
                version = "1"
                trigger = { type = "http", base = "/" }
                [[component]]
                id = "fetch"
                source = '%s'
                allowed_http_hosts = ["insecure:allow-all"]
                trigger = { route = "/fetch" }
                """.formatted(Distribution.example("outbound-http").resolve("outbound_http.wasm")));
        ConfigTable none = Served.service(context, ManifestReader.class, null).table("[outbound_http]\nmax_connections = 0\n", "runtime-config.toml");
        try (Served free = Served.deploy(context, folder); Served bound = Served.deploy(context, folder, app -> app.named("bound").withRuntimeConfig(none))) {
            for (int i = 0; i < 2; i++) {
                free.awaitState(Deployment.State.RUNNING);
                bound.awaitState(Deployment.State.RUNNING);
                assertEquals(200, free.get(path).statusCode());
                assertEquals("error: request-error\n", bound.get(path).body());
                Container.restart(Container.bundle(context, "dev.gyre.host.http"));
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    public void aHostInterfaceIsUpdated() throws Exception {
        underLoad("dev.gyre.wasi.p1", this::update);
    }

    @Test
    public void anExecutorIsRestarted() throws Exception {
        underLoad("dev.gyre.executor.spin", Container::restart);
        underLoad("dev.gyre.executor.wagi", Container::restart);
    }

    @Test
    public void anExecutorIsUpdated() throws Exception {
        underLoad("dev.gyre.executor.spin", this::update);
        underLoad("dev.gyre.executor.wagi", this::update);
    }

    /** The door stays open: not even a connection is refused or lost. */
    @Test
    public void theHttpTriggerItselfIsRestarted() throws Exception {
        underLoad("dev.gyre.trigger.http", Container::restart);
    }

    @Test
    public void theHttpTriggerItselfIsUpdated() throws Exception {
        underLoad("dev.gyre.trigger.http", this::update);
    }
}
