package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.inject.Inject;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceRegistration;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostModule;
import dev.gyre.api.host.VariableProvider;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.ImageVerifier;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.serve.ServedApp;
import dev.gyre.api.serve.ServedApps;
import dev.gyre.cli.Command;
import dev.gyre.test.FreePort;

/** What happens while something an application needs is not there, and when somebody else brings it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class MissingPartsIT {
    /** The property with the Bindle server's, which is chosen outside of the container. */
    private static final String PORT = "gyre.it.bindle.port";
    private static final String IMPATIENT = "[limits]\npatience = \"300ms\"\n";

    @Inject
    BundleContext context;

    @Configuration
    public Option[] config() {
        return Distribution.container(systemProperty(PORT).value(String.valueOf(FreePort.next())));
    }

    private Bundle bundle(String name) {
        return Container.bundle(context, name);
    }

    /** A folder with one component behind {@code /}. */
    private static Path app(Path module, String executor, String settings) throws Exception {
        Path folder = Temporary.folder();
        Files.copy(module, folder.resolve("module.wasm"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.resolve("spin.toml"), """
                spin_version = "1"
                name = "parts"
                version = "0.1.0"
                trigger = { type = "http", base = "/" }
                [[component]]
                id = "one"
                source = "module.wasm"
                [component.trigger]
                route = "/hello"
                executor = { type = "%s" }
                """.formatted(executor));
        Files.writeString(folder.resolve("gyre.toml"), settings);
        return folder;
    }

    @Test
    public void withoutAnEngineRequestsWaitThenFailAndRecoverByThemselves() throws Exception {
        Bundle engine = bundle("dev.gyre.engine.chicory");
        try (Served app = Served.deploy(context, app(Distribution.example("hello").resolve("hello.wasm"), "spin", IMPATIENT))) {
            app.awaitState(Deployment.State.RUNNING);
            assertEquals(200, app.get("/hello").statusCode());
            engine.stop();
            app.awaitState(Deployment.State.WAITING);
            assertTrue(app.deployment().waitingFor().toString(), app.deployment().waitingFor().toString().contains("engine"));
            assertEquals(503, app.get("/hello").statusCode());
            engine.start();
            app.awaitState(Deployment.State.RUNNING);
            assertEquals(200, app.get("/hello").statusCode());
        } finally {
            engine.start();
        }
    }

    @Test
    public void anAppDeployedWithoutAnEngineStartsWhenOneComes() throws Exception {
        Bundle engine = bundle("dev.gyre.engine.chicory");
        engine.stop();
        try (Served app = Served.deploy(context, Distribution.example("hello"))) {
            assertEquals(Deployment.State.WAITING, app.deployment().state());
            engine.start();
            app.awaitState(Deployment.State.RUNNING);
            assertEquals(200, app.get("/hello").statusCode());
        } finally {
            engine.start();
        }
    }

    @Test
    public void withoutItsExecutorARouteAnswers503AndRecovers() throws Exception {
        Bundle executor = bundle("dev.gyre.executor.spin");
        executor.stop();
        try (Served app = Served.deploy(context, Distribution.example("hello"))) {
            assertTrue(app.deployment().announcement().toString(), app.deployment().announcement().toString().contains("executor \"spin\""));
            executor.start();
            assertEquals(200, app.get("/hello").statusCode());
        } finally {
            executor.start();
        }
    }

    @Test
    public void anExecutorOfAThirdPartyIsFoundByItsProperty() throws Exception {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(HttpExecutor.PROPERTY, "acme");
        HttpExecutor acme = prepared -> exchange -> exchange.response().send(200, HttpFields.EMPTY.with("content-type", "text/plain"),
                ("acme " + prepared.component().component().id()).getBytes(StandardCharsets.UTF_8));
        ServiceRegistration<HttpExecutor> registration = context.registerService(HttpExecutor.class, acme, properties);
        try (Served app = Served.deploy(context, app(Distribution.example("hello").resolve("hello.wasm"), "acme", ""))) {
            assertEquals("acme one", app.get("/hello").body());
        } finally {
            registration.unregister();
        }
    }

    @Test
    public void withoutATriggerAnAppWaitsAndStartsWhenItComes() throws Exception {
        Bundle trigger = bundle("dev.gyre.trigger.http");
        trigger.stop();
        try (Served app = Served.deploy(context, Distribution.example("hello"))) {
            assertEquals(Deployment.State.WAITING, app.deployment().state());
            assertTrue(app.deployment().waitingFor().toString(), app.deployment().waitingFor().toString().contains("http"));
            trigger.start();
            app.awaitState(Deployment.State.RUNNING);
            assertEquals(200, app.get("/hello").statusCode());
        } finally {
            trigger.start();
        }
    }

    @Test
    public void aHostInterfaceOfAThirdPartyStartsTheAppThatWaitsForIt() throws Exception {
        try (Served app = Served.deploy(context, app(Distribution.guest("unknown-import.wasm"), "spin", IMPATIENT))) {
            assertEquals(Deployment.State.WAITING, app.deployment().state());
            String waitingFor = app.deployment().waitingFor().toString();
            ServiceRegistration<HostModule> registration = context.registerService(HostModule.class, new Anything(importOf(waitingFor)), null);
            try {
                app.awaitState(Deployment.State.RUNNING);
            } finally {
                registration.unregister();
            }
            app.awaitState(Deployment.State.WAITING);
        }
    }

    @Test
    public void anApplicationComesFromABindleServerThatCameAsABundle() throws Exception {
        int port = Integer.getInteger(PORT);
        Map<String, String> source = Map.of("bindle-server", "http://127.0.0.1:" + port + "/v1");
        org.osgi.service.cm.Configuration settings = Settings.set(context, "dev.gyre.bindle.server",
                Map.of("directory", Temporary.folder().toString(), "listen", "127.0.0.1:" + port, "username", "ci", "password", "s3cret"));
        Bundle server = context.installBundle(Distribution.optional("dev.gyre.bindle.server").toUri().toString());
        try {
            server.start();
            awaitListener(port);
            List<String> push = List.of("push", "-f", Distribution.example("hello").toString(), "--bindle-server", source.get("bindle-server"));
            Command bindle = Served.service(context, Command.class, "(" + Command.PROPERTY + "=bindle)");
            assertThrows(GyreException.class, () -> bindle.run(as(push, "")));
            assertEquals(0, bindle.run(as(push, "s3cret")));
            assertServesBindle(source);
            assertServesParcel(source);
            for (String part : List.of("dev.gyre.loader.bindle", "dev.gyre.blobs", "dev.gyre.manifest")) {
                Container.restart(bundle(part));
                assertServesBindle(source);
            }
            Container.update(context, server);
            awaitListener(port);
            assertServesBindle(source);
            settings.update(new Hashtable<>(Map.of("directory", Temporary.folder().toString(), "listen", "127.0.0.1:" + port, "max-parcel", "much")));
            Settings.awaitTaken(context);
            assertServesBindle(source);
            server.stop();
            assertServesBindle(source); // what was pulled before does
        } finally {
            server.uninstall();
            settings.delete();
        }
    }

    /** Whoever uses what is configured keeps it, whether what is configured can be used or not. */
    @Test
    public void changedConfigurationsTakeNothingAway() throws Exception {
        AppLoader loader = Served.service(context, AppLoader.class, "(" + AppLoader.PROPERTY + "=oci)");
        List<String> gone = new CopyOnWriteArrayList<>();
        // one for all: the test must not be wired to whoever has these types, as it would go when they are refreshed
        AllServiceListener listener = event -> {
            if (event.getType() == ServiceEvent.UNREGISTERING && !String.valueOf(event.getServiceReference().getProperty("service.pid")).startsWith(Settings.LAST)) {
                gone.add(event.getServiceReference().toString());
            }
        };
        org.osgi.service.cm.Configuration values = Settings.add(context, "dev.gyre.host.variables.static", "live", Map.of("values", new String[] {"token=one"}));
        VariableProvider provider = Served.service(context, VariableProvider.class, "(service.pid=dev.gyre.host.variables.static~live)");
        context.addServiceListener(listener);
        org.osgi.service.cm.Configuration registries = Settings.set(context, "dev.gyre.blobs", Map.of("allowed-registries", "ghcr.io"));
        org.osgi.service.cm.Configuration keys = Settings.set(context, "dev.gyre.loader.oci", Map.of("trusted-keys", "/no/such/key"));
        try {
            Settings.awaitTaken(context);
            assertTrue(asked(loader, "docker.io/team/app:1"), asked(loader, "docker.io/team/app:1").contains("the operator allows ghcr.io"));
            registries.update(new Hashtable<>(Map.of("allowed-registries", "docker.io", "max-size", "much")));
            values.update(new Hashtable<>(Map.of("values", new String[] {"token=two", "nonsense"})));
            Settings.awaitTaken(context);
            assertTrue(asked(loader, "docker.io/team/app:1"), asked(loader, "docker.io/team/app:1").contains("the operator allows ghcr.io"));
            assertEquals(Optional.of("one"), provider.get("any", "token"));
            registries.update(new Hashtable<>(Map.of("allowed-registries", "docker.io")));
            values.update(new Hashtable<>(Map.of("values", new String[] {"token=two"})));
            Settings.awaitTaken(context);
            assertTrue(asked(loader, "ghcr.io/team/app:1"), asked(loader, "ghcr.io/team/app:1").contains("the operator allows docker.io"));
            assertEquals(Optional.of("two"), provider.get("any", "token"));
            registries.delete();
            keys.delete();
            Settings.awaitTaken(context);
            assertFalse(asked(loader, "ghcr.io/team/app:1"), asked(loader, "ghcr.io/team/app:1").contains("the operator allows"));
            assertEquals(List.of(), gone);
        } finally {
            context.removeServiceListener(listener);
            values.delete();
        }
    }

    /** Why it cannot be had; nobody is asked. */
    private static String asked(AppLoader loader, String image) {
        return assertThrows(GyreException.class, () -> loader.load(image, new LoadOptions(Temporary.folder(), false, Map.of(LoadOptions.OFFLINE, "on")))).getMessage();
    }

    /** A manifest whose module is a parcel of that bindle. */
    private void assertServesParcel(Map<String, String> source) throws Exception {
        Path hello = Distribution.example("hello").resolve("hello.wasm");
        String parcel = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(hello)));
        Path manifest = app(hello, "spin", "").resolve("spin.toml");
        Files.writeString(manifest, Files.readString(manifest).replace("\"module.wasm\"", "{ reference = \"hello/0.1.0\", parcel = \"" + parcel + "\" }"));
        assertServes("local", manifest.toString(), source);
    }

    private static List<String> as(List<String> push, String password) {
        return Stream.concat(push.stream(), Stream.of("--bindle-username", "ci", "--bindle-password", password)).toList();
    }

    private static void awaitListener(int port) {
        Served.await("the Bindle server", () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return Optional.of(socket.isConnected());
            } catch (IOException e) {
                return Optional.empty();
            }
        });
    }

    private void assertServesBindle(Map<String, String> source) throws Exception {
        assertServes("bindle", "hello/0.1.0", source);
    }

    private void assertServes(String scheme, String reference, Map<String, String> source) throws Exception {
        Application app = Served.service(context, AppLoader.class, "(" + AppLoader.PROPERTY + "=" + scheme + ")")
                .load(reference, new LoadOptions(Temporary.folder(), false, source));
        DeployOptions options = new DeployOptions(Map.of("http", Map.of("listen", "127.0.0.1:0")), Optional.empty(), new DeployOptions.Follow.None());
        try (Served served = Served.of(Served.service(context, Deployments.class, null).deploy(app, options))) {
            served.awaitState(Deployment.State.RUNNING);
            assertEquals("Hello from Gyre!\n", served.get("/hello").body());
        }
    }

    /** What is in the way of one pull. */
    private interface Disturbance {
        void happen() throws Exception;
    }

    /** The loader of images goes and comes in the middle of pulls. What is served is always one of the two versions, whole, and the newer one in the end. */
    @Test
    public void imagesArePulledWhileTheirLoaderGoesAndComes() throws Exception {
        Bundle loader = bundle("dev.gyre.loader.oci");
        Path folder = Temporary.folder();
        Files.createDirectory(folder.resolve("apps"));
        try (ImageServer images = new ImageServer()) {
            String served = push(images, "version 0");
            Files.writeString(folder.resolve("apps/site.toml"), "from = \"oci:" + images.name() + "/site:1\"\n");
            loader.stop();
            Thread serving = Thread.ofPlatform().daemon().start(() -> Served.service(context, Command.class, "(" + Command.PROPERTY + "=serve)")
                    .run(List.of("--dir", folder.toString(), "--listen", "127.0.0.1:0")));
            try {
                ServedApps apps = Served.service(context, ServedApps.class, null);
                ServedApp waiting = Served.await("the application", () -> apps.apps().stream().filter(ServedApp::waiting).findFirst());
                assertTrue(waiting.toString(), waiting.problem().orElse("").contains("a loader for \"oci\""));
                loader.start();
                Served.await("the application", () -> apps.apps().getFirst().deployment());
                assertEquals(served, page(apps));
                List<Disturbance> disturbances = List.of(() -> Container.restart(loader), () -> Container.update(context, loader),
                        () -> Container.restart(bundle("dev.gyre.blobs")), () -> Container.refresh(context, bundle("dev.gyre.blobs")));
                for (Disturbance disturbance : disturbances) {
                    String next = push(images, "version " + (disturbances.indexOf(disturbance) + 1));
                    ImageServer.Hold hold = images.holdNext();
                    CompletableFuture<Boolean> update = CompletableFuture.supplyAsync(() -> updated(apps));
                    hold.awaitHalf();
                    disturbance.happen();
                    // the folder's own server tries again, too, as soon as the loader is back
                    assertTrue("half of the next version is served", Set.of(served, next).contains(page(apps)));
                    hold.release();
                    boolean updated = update.get(2, TimeUnit.MINUTES);
                    assertTrue((updated ? Set.of(next) : Set.of(served, next)).contains(page(apps)));
                    Served.await("the update", () -> updated(apps) ? Optional.of(true) : Optional.empty());
                    assertEquals(next, page(apps));
                    served = next;
                }
                assertVerifiersDecide(images, apps, served);
            } finally {
                serving.interrupt();
                serving.join(60_000);
                loader.start();
            }
        }
    }

    /** Others decide which images run, too. */
    private void assertVerifiersDecide(ImageServer images, ServedApps apps, String served) throws Exception {
        String next = push(images, "not signed");
        ServiceRegistration<ImageVerifier> verifier = context.registerService(ImageVerifier.class, (reference, digest) -> {
            throw new GyreException(reference + " is not signed");
        }, null);
        String refused = assertThrows(GyreException.class, () -> apps.update("site", Optional.empty())).getMessage();
        assertEquals(images.name() + "/site:1 is not signed", refused);
        assertEquals(served, page(apps));
        verifier.unregister();
        apps.update("site", Optional.empty());
        assertEquals(next, page(apps));
    }

    private static boolean updated(ServedApps apps) {
        try {
            apps.update("site", Optional.empty());
            return true;
        } catch (GyreException e) {
            return false;
        }
    }

    private static String page(ServedApps apps) {
        return Served.of(apps.apps().getFirst().deployment().orElseThrow()).get("/page.txt").body();
    }

    /** Gives the page this version has: one that no earlier run of the tests has left in the store. */
    private String push(ImageServer images, String version) throws Exception {
        String page = (version + " " + System.nanoTime() + "\n").repeat(1000);
        Path folder = app(Distribution.example("static-files").resolve("static_files.wasm"), "spin", "");
        Files.writeString(folder.resolve("page.txt"), page);
        String manifest = Files.readString(folder.resolve("spin.toml")).replace("\"/hello\"", "\"/...\"");
        Files.writeString(folder.resolve("spin.toml"), manifest.replace("source = \"module.wasm\"", "source = \"module.wasm\"\nfiles = [\"page.txt\"]"));
        assertEquals(0, Served.service(context, Command.class, "(" + Command.PROPERTY + "=registry)").run(List.of("push", "-f", folder.toString(), images.name() + "/site:1")));
        return page;
    }

    /** The module name in words such as {@code import module "acme" ...}. */
    private static String importOf(String waitingFor) {
        return waitingFor.replaceFirst("(?s)^.*?import[^\"]*\"([^\"]+)\".*$", "$1");
    }

    /** Provides whatever function is asked for; it does nothing. */
    private record Anything(String module) implements HostModule {
        @Override
        public Set<String> importModules() {
            return Set.of(module);
        }

        @Override
        public BoundHostModule bind(ComponentContext component) {
            return new BoundHostModule() {
                @Override
                public Optional<HostFunction> function(ImportType wanted) {
                    ExternType.Func type = (ExternType.Func) wanted.type();
                    return Optional.of(new HostFunction(wanted.name(), type, (caller, args) -> new long[type.results().size()]));
                }
            };
        }
    }
}
