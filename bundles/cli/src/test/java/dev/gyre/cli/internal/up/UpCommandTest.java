package dev.gyre.cli.internal.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;
import dev.gyre.api.host.InitialData;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.runtime.EventSource;
import dev.gyre.cli.args.UsageException;
import dev.gyre.test.FakeDeployment;

class UpCommandTest {
    @TempDir
    Path folder;
    private final UpCommand up = new UpCommand(Optional.empty());
    private final BlockingQueue<Deployed> deployed = new LinkedBlockingQueue<>();
    private final CompletableFuture<Path> staging = new CompletableFuture<>();

    /** A deployment that does nothing. */
    private record Deployed(Application application, DeployOptions options, List<String> waitingFor, CompletableFuture<Void> closed, CompletableFuture<Void> left)
            implements FakeDeployment {
        Deployed(Application application, DeployOptions options, List<String> waitingFor) {
            this(application, options, waitingFor, new CompletableFuture<>(), new CompletableFuture<>());
        }

        @Override
        public void leave() {
            left.complete(null);
            close();
        }

        @Override
        public State state() {
            return closed.isDone() ? State.CLOSED : waitingFor.isEmpty() ? State.RUNNING : State.WAITING;
        }

        @Override
        public List<EventSource> sources() {
            return List.of(
                    EventSource.listener("http://[::1]:80", List.of(
                            new EventSource.Route("hello", "/api", true, Optional.of("greets"), Optional.of("waits")), new EventSource.Route("root", ""))),
                    EventSource.listener("ws://[::1]:81", List.of()),
                    EventSource.subscription("http://messages", Optional.empty(), List.of()));
        }

        @Override
        public void close() {
            try {
                Thread.sleep(10); // as draining does, which an interrupt ends
            } catch (InterruptedException e) {
                closed.completeExceptionally(e);
            }
            closed.complete(null);
        }
    }

    private class Runtime implements Deployments {
        private final List<String> waitingFor;

        Runtime(String... waitingFor) {
            this.waitingFor = List.of(waitingFor);
        }

        @Override
        public Deployment deploy(Application application, DeployOptions options) {
            Deployed deployment = new Deployed(application, options, waitingFor);
            options.beforehand().run();
            deployed.add(deployment);
            return deployment;
        }

        @Override
        public List<String> missing(Application application) {
            return List.of();
        }

        @Override
        public List<Deployment> deployments() {
            return List.copyOf(deployed);
        }
    }

    private Application load(String reference, LoadOptions options) {
        try {
            Files.writeString(options.staging().resolve("staged"), "x");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        staging.complete(options.staging());
        Component component = Component.builder("hello", new ModuleSource.File(folder.resolve("c.wasm")))
                .environment(Map.of("A", "manifest", "B", "manifest")).description(Optional.of("greets")).build();
        return new Application(new AppInfo("app", "1", Optional.empty(), List.of(), Optional.empty(), 1,
                new Origin.Manifest(folder.resolve("spin.toml"))), List.of(component), List.of(), Map.of(), Map.of(),
                ConfigTable.empty("", Position.of("gyre.toml")));
    }

    private void bindLoader() {
        up.bindLoader(this::load, Map.of(AppLoader.PROPERTY, "local"));
    }

    private Thread start(CompletableFuture<Integer> code, String... arguments) {
        return start(code, Optional.empty(), arguments);
    }

    private Thread start(CompletableFuture<Integer> code, Optional<Watch> watch, String... arguments) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                code.complete(up.run(List.of(arguments), watch));
            } catch (RuntimeException e) {
                code.completeExceptionally(e);
            }
        });
    }

    private Deployed next() throws InterruptedException {
        Deployed next = deployed.poll(60, TimeUnit.SECONDS);
        assertTrue(next != null, "nothing was deployed");
        return next;
    }

    @Test
    void anApplicationIsServedUntilTheCommandIsStopped() throws Exception {
        bindLoader();
        up.bindDeployments(new Runtime());
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = start(code, "-e", "A=option", "--listen", "127.0.0.1:0", "--engine", "x", "-q");
        Deployed deployment = next();
        assertEquals(Map.of("A", "option", "B", "manifest"), deployment.application().components().getFirst().environment());
        assertEquals(Optional.of("x"), deployment.options().engine());
        assertEquals(Map.of("http", Map.of("listen", "127.0.0.1:0")), deployment.options().triggerOptions());
        assertEquals(Optional.of(folder.resolve(".gyre/logs")), deployment.options().logDir());
        assertEquals(new DeployOptions.Follow.None(), deployment.options().follow());
        assertTrue(Files.exists(staging.get().resolve("staged")));
        assertFalse(code.isDone());
        thread.interrupt();
        assertEquals(0, code.get(60, TimeUnit.SECONDS));
        deployment.closed().get();
        assertEquals(0, deployed.size());
        assertFalse(Files.exists(staging.get()));
    }

    @Test
    void addressAndRoutesAreSaidToProgramsAsSpinDoes() throws Exception {
        bindLoader();
        up.bindDeployments(new Runtime());
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = start(code, "--format", "json");
        assertEquals(List.of("{\"base_url\":\"http://[::1]:80\",\"routes\":[{\"id\":\"hello\",\"route\":\"/api\",\"wildcard\":true,\"description\":\"greets\"},"
                + "{\"id\":\"root\",\"route\":\"/\",\"wildcard\":false}]}"), ServedRoutes.json(next()));
        thread.interrupt();
        assertEquals(0, code.get(60, TimeUnit.SECONDS));
        assertEquals("option '--format' must be plain or json, but is 'xml'", assertThrows(UsageException.class, () -> up.run(List.of("--format", "xml"))).getMessage());
    }

    @Test
    void theStateFolderMayBeAnother() throws Exception {
        bindLoader();
        up.bindDeployments(new Runtime());
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = start(code, "--state-dir", folder.resolve("state").toString());
        assertEquals(Optional.of(folder.resolve("state/logs")), next().options().logDir());
        thread.interrupt();
        assertEquals(0, code.get(60, TimeUnit.SECONDS));
        assertFalse(Files.exists(folder.resolve(".gyre")));
    }

    @Test
    void servicesMayComeLateAndBeReplaced() throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = start(code);
        bindLoader();
        Deployments first = new Runtime();
        up.bindDeployments(first);
        Deployed before = next();
        up.bindDeployments(new Runtime());
        up.unbindDeployments(first);
        Deployed after = next();
        assertTrue(before.closed().isDone());
        assertTrue(before.left().isDone(), "its successor takes what it keeps open");
        assertFalse(after.closed().isDone());
        thread.interrupt();
        assertEquals(0, code.get(60, TimeUnit.SECONDS));
        assertTrue(after.closed().isDone() && !after.left().isDone());
    }

    @Test
    void whatAnApplicationWaitsForInVainIsNamed() throws Exception {
        bindLoader();
        up.bindDeployments(new Runtime("trigger \"redis\"", "an engine"));
        assertEquals("the application cannot serve, as it waits for trigger \"redis\"; an engine",
                assertThrows(GyreException.class, () -> up.run(List.of())).getMessage());
        assertTrue(next().closed().isDone());
        assertFalse(Files.exists(staging.get()));
    }

    /** Keeps what it is given, until that is closed. */
    private final class Store implements InitialData {
        final List<String> data = new CopyOnWriteArrayList<>();

        @Override
        public void check(List<String> options) {
            if (options.contains("bad")) {
                throw new IllegalArgumentException("'--key-value' must be KEY=VALUE");
            }
        }

        @Override
        public Held put(Application application, Optional<Path> stateDir, List<String> options) {
            if (options.contains("full=1")) {
                throw new GyreException("the store is full");
            }
            data.addAll(options);
            return data::clear;
        }
    }

    private Store bindStore() {
        Store store = new Store();
        up.bindData(store, Map.of(InitialData.PROPERTY, "key-value"));
        return store;
    }

    @Test
    void dataIsPutOnceTheApplicationIsAccepted() throws Exception {
        bindLoader();
        Store store = bindStore();
        Deployments first = new Runtime();
        up.bindDeployments(first);
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = start(code, "--key-value", "a=1", "--key-value", "b=2");
        next();
        assertEquals(List.of("a=1", "b=2"), store.data);
        up.bindDeployments(new Runtime());
        up.unbindDeployments(first);
        next();
        assertEquals(List.of("a=1", "b=2"), store.data); // what guests have made of it since is theirs
        thread.interrupt();
        assertEquals(0, code.get(60, TimeUnit.SECONDS));
        assertEquals(List.of(), store.data);
    }

    @Test
    void dataThatCannotBePutIsOneError() {
        bindLoader();
        up.bindDeployments(new Runtime());
        assertEquals("option '--sqlite': no bundle is installed that knows it",
                assertThrows(GyreException.class, () -> up.run(List.of("--sqlite", "SELECT 1"))).getMessage());
        bindStore();
        assertEquals("option '--key-value' must be KEY=VALUE", assertThrows(UsageException.class, () -> up.run(List.of("--key-value", "bad"))).getMessage());
        assertEquals("the store is full", assertThrows(GyreException.class, () -> up.run(List.of("--key-value", "full=1"))).getMessage());
        assertEquals(0, deployed.size());
    }

    /** One that comes to it only when its last part has come. */
    @Test
    void dataThatCouldNotBePutLaterIsTheErrorToo() {
        bindLoader();
        bindStore();
        up.bindDeployments(new Runtime("trigger \"late\"") {
            @Override
            public Deployment deploy(Application application, DeployOptions options) {
                Deployment waiting = super.deploy(application, new DeployOptions(Map.of(), Optional.empty(), new DeployOptions.Follow.None()));
                assertThrows(GyreException.class, () -> options.beforehand().run());
                return waiting;
            }
        });
        assertEquals("the store is full", assertThrows(GyreException.class, () -> up.run(List.of("--key-value", "full=1"))).getMessage());
    }

    @Test
    void whoWatchesGetsAnotherTryWithTheNextSave() throws Exception {
        Path manifest = Files.writeString(folder.resolve("spin.toml"), "broken");
        up.bindReader(new ManifestReader() {
            @Override
            public Application read(String text, String source, Origin origin, Optional<String> profile) {
                throw new GyreException(text);
            }

            @Override
            public String upgraded(String text, String source) {
                throw new UnsupportedOperationException();
            }

            @Override
            public ConfigTable table(String text, String source) {
                throw new UnsupportedOperationException();
            }

            @Override
            public ConfigTable listing(String text, String source) {
                throw new UnsupportedOperationException();
            }
        });
        BlockingQueue<String> tries = new LinkedBlockingQueue<>();
        up.bindLoader((reference, options) -> {
            String text = content(Path.of(reference));
            tries.add(text);
            if (!text.equals("right")) {
                throw new GyreException("it is " + text);
            }
            return load(reference, options);
        }, Map.of(AppLoader.PROPERTY, "local"));
        up.bindDeployments(new Runtime());
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = start(code, Optional.of(new Watch(true)), "-f", manifest.toString());
        assertEquals("broken", tries.poll(60, TimeUnit.SECONDS));
        save(manifest, "worse than that");
        assertEquals("worse than that", tries.poll(60, TimeUnit.SECONDS));
        save(manifest, "right");
        Deployed deployment = next();
        thread.interrupt();
        assertEquals(0, code.get(60, TimeUnit.SECONDS));
        assertTrue(deployment.closed().isDone());
    }

    /** In one step: half of it would be tried, too. */
    private static void save(Path file, String text) throws IOException {
        Files.move(Files.writeString(file.resolveSibling("next"), text), file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsNotThereIsNotWaitedFor() {
        bindLoader();
        up.bindDeployments(new Runtime("an engine"));
        assertThrows(GyreException.class, () -> up.run(List.of("-f", folder.resolve("spin.toml").toString()), Optional.of(new Watch(true))));
    }

    @Test
    void aBindleNeedsItsLoader() {
        bindLoader();
        assertEquals("no bindle loader is installed: no bundle provides an AppLoader with gyre.scheme=bindle",
                assertThrows(GyreException.class, () -> up.run(List.of("-b", "a/1.0.0"))).getMessage());
    }

    @Test
    void onlyComponentsOfTheApplicationCanBeFollowed() throws Exception {
        bindLoader();
        up.bindDeployments(new Runtime());
        assertEquals("option '--follow' names 'helo', which is no component of app; did you mean 'hello'?",
                assertThrows(UsageException.class, () -> up.run(List.of("--follow", "helo"))).getMessage());
        assertEquals("option '--follow' names 'other', which is no component of app; components are hello",
                assertThrows(UsageException.class, () -> up.run(List.of("--follow", "other"))).getMessage());
        assertFalse(Files.exists(staging.get()));
    }

    @Test
    void aFailedDeployLeavesNothingStaged() throws Exception {
        bindLoader();
        Store store = bindStore();
        up.bindDeployments(new Runtime() {
            @Override
            public Deployment deploy(Application application, DeployOptions options) {
                throw new GyreException("no");
            }
        });
        assertEquals("no", assertThrows(GyreException.class, () -> up.run(List.of("--key-value", "a=1"))).getMessage());
        assertEquals(List.of(), store.data);
        assertFalse(Files.exists(staging.get(60, TimeUnit.SECONDS)));
    }
}
