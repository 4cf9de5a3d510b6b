package dev.gyre.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ComponentBuilder;
import dev.gyre.api.app.Dependency;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Mount;
import dev.gyre.api.app.OutboundHost;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.Place;
import dev.gyre.api.config.Position;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.ValueType;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.fake.FakeHost;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.fake.Wasm;

/** What cannot run is refused with one message that says which component, which file and what to do. */
class DeployErrorsTest {
    @TempDir
    Path temp;
    private final Container container = new Container();
    private final FakeTrigger trigger = new FakeTrigger("test");
    private final FakeHost host = new FakeHost("host", new HostFunction("f", FakeEngine.VOID, (caller, args) -> HostFunction.NOTHING));

    @BeforeEach
    void open() {
        container.add(host);
        container.add(trigger);
    }

    @AfterEach
    void close() {
        assertEquals(List.of(), container.service.deployments());
        assertEquals(0, host.bound.get());
        container.close();
    }

    private String refused(Application app) {
        return assertThrows(DeployException.class, () -> container.deploy(app)).getMessage();
    }

    private String refused(Path file) {
        return refused(Apps.of(Apps.component("web", new ModuleSource.File(file))));
    }

    @Test
    void aMissingFile() {
        Path file = temp.resolve("web.wasm");
        assertEquals("spin.toml:7:1: component \"web\": " + file
                + ": there is no such file; build the component first (gyre build), or correct its source", refused(file));
    }

    @Test
    void whatNobodyProvides() {
        Component plain = Apps.component("web", Wasm.EMPTY);
        assertEquals("spin.toml:7:1: component[0].ai_models: component \"web\": asks for the AI models [llama],"
                + " but this version of Gyre provides none; remove the field to run the component without", refusedCapability(plain.toBuilder().aiModels(List.of("llama"))));
    }

    @Test
    void aCoreModuleHasNoDependencies() {
        Component plain = Apps.component("web", Wasm.EMPTY);
        Component depending = plain.toBuilder().dependencies(Map.of("a:b/c", new Dependency(plain.place(), plain.source(), Optional.empty(), Set.of()))).build();
        assertTrue(refused(Apps.of(depending)).contains("it is a core module, and only a component of the component model can have dependencies: a:b/c"));
    }

    @Test
    void anEntryThatMeansNothingIsRefusedThoughTheComponentImportsNothing() {
        container.add(new FakeEngine("one"));
        List<String> read = new CopyOnWriteArrayList<>();
        container.service.bindPolicy((application, component) -> {
            read.add(component.id());
            component.allowedOutboundHosts().stream().filter(h -> h.entry().equals("nonsense")).forEach(h -> {
                throw new ConfigException(h.position(), "component[0].allowed_outbound_hosts", "is nonsense");
            });
            return (scheme, host, port) -> List.of();
        });
        Component right = Apps.component("right", Wasm.EMPTY);
        Component wrong = Apps.component("wrong", Wasm.EMPTY).toBuilder().allowedOutboundHosts(List.of(new OutboundHost("nonsense", new Position("spin.toml", 9, 3)))).build();
        assertEquals("spin.toml:9:3: component[0].allowed_outbound_hosts: is nonsense",
                assertThrows(ConfigException.class, () -> container.deploy(Apps.of(right, wrong))).getMessage());
        assertEquals(List.of("right", "wrong"), read);
    }

    @Test
    void whatIsWrittenWaitsForThePolicyThatReadsIt() throws Exception {
        container.add(new FakeEngine("one"));
        Component written = Apps.component("web", Wasm.EMPTY).toBuilder().place(new Place("component[0]", Apps.HERE, Map.of("allowed_outbound_hosts", Apps.HERE)))
                .allowedOutboundHosts(List.of(new OutboundHost("http://example.com", Apps.HERE))).build();
        OutboundPolicy policy = (application, component) -> (scheme, host, port) -> List.of();
        try (Deployment app = container.deploy(Apps.of(written))) {
            assertEquals(List.of("a bundle with an outbound policy, which reads allowed_outbound_hosts of component \"web\" (dev.gyre.policy)"), app.waitingFor());
            assertEquals(app.waitingFor(), container.service.missing(Apps.of(written)));
            container.service.bindPolicy(policy);
            DynamicsTest.await(() -> app.state() == Deployment.State.RUNNING);
            container.service.unbindPolicy(policy);
            container.remove(trigger);
            DynamicsTest.await(() -> app.state() == Deployment.State.WAITING);
            container.add(trigger);
            DynamicsTest.await(() -> app.state() == Deployment.State.RUNNING); // it has been read
        }
    }

    /** Nobody waits for the mistake, but for its end. */
    @Test
    void aMistakeThatOnlyALatePolicyFindsIsSaidPlainly() throws Exception {
        container.add(new FakeEngine("one"));
        Component wrong = Apps.component("web", Wasm.EMPTY).toBuilder().place(new Place("component[0]", Apps.HERE, Map.of("allowed_outbound_hosts", Apps.HERE)))
                .allowedOutboundHosts(List.of(new OutboundHost("nonsense", Apps.HERE))).build();
        try (Deployment app = container.deploy(Apps.of(wrong))) {
            container.service.bindPolicy((application, component) -> {
                throw new ConfigException(Apps.HERE, "component[0].allowed_outbound_hosts", "is nonsense");
            });
            DynamicsTest.await(() -> app.waitingFor().equals(List.of("this to be mended: " + Apps.HERE + ": component[0].allowed_outbound_hosts: is nonsense")));
            assertEquals(Deployment.State.WAITING, app.state());
        }
    }

    private String refusedCapability(ComponentBuilder component) {
        return assertThrows(ConfigException.class, () -> container.deploy(Apps.of(component.build()))).getMessage();
    }

    @Test
    void aFolder() {
        assertEquals("spin.toml:7:1: component \"web\": " + temp + ": this is a folder, and a WebAssembly module is needed", refused(temp));
    }

    @Test
    void aMountThatIsNoFolder() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "");
        for (Path bad : List.of(file, temp.resolve("none"))) {
            Component component = Apps.component("web", Wasm.EMPTY).toBuilder().mounts(List.of(new Mount(bad, "/site", false))).build();
            assertEquals("spin.toml:7:1: component \"web\": " + bad + ", to be mounted at /site, is not a folder", refused(Apps.of(component)));
        }
    }

    @Test
    void aFileThatIsNoWasm() throws Exception {
        Path file = Files.writeString(temp.resolve("web.wasm"), "<html>");
        assertEquals("spin.toml:7:1: component \"web\": " + file + ": no WebAssembly module: it starts with <htm, not with \\00asm", refused(file));
    }

    @Test
    void aComponentThatIsNone() throws Exception {
        Path file = Files.write(temp.resolve("web.wasm"), new byte[] {0, 'a', 's', 'm', 0x0d, 0, 1, 0, 0x7f, 1, 1});
        String message = refused(file);
        assertTrue(message.startsWith("spin.toml:7:1: component \"web\": " + file + ": no valid component: "), message);
    }

    @Test
    void aModuleTheEngineCannotRun() {
        container.add(new FakeEngine("one"));
        assertEquals("spin.toml:7:1: component \"web\": web.wasm: engine \"one\" cannot run it: it needs simd",
                refused(Apps.of(Apps.component("web", Wasm.custom("unsupported")))));
    }

    @Test
    void aFunctionTheHostModuleDoesNotHave() {
        FakeEngine engine = new FakeEngine("one", new ImportType("host", "open", FakeEngine.VOID));
        container.add(engine);
        String message = "spin.toml:7:1: component \"web\": web.wasm: it imports \"host\" \"%s\" () -> (), and the bundle that provides the host module"
                + " \"host\" has no function of that name; ";
        assertEquals(message.formatted("open") + "a misspelt declaration in the guest, or a newer interface than this container's",
                refused(Apps.of(Apps.component("web", Wasm.importing("host", "open")))));
        container.remove(engine);
        container.add(new FakeEngine("two", new ImportType("host", "g", FakeEngine.VOID)));
        assertEquals(message.formatted("g") + "did you mean \"f\"?", refused(Apps.of(Apps.component("web", Wasm.importing("host", "g")))));
    }

    @Test
    void aFunctionOfAnotherType() {
        container.add(new FakeEngine("one", new ImportType("host", "f", new ExternType.Func(List.of(ValueType.I32), List.of(ValueType.I64)))));
        assertEquals("spin.toml:7:1: component \"web\": web.wasm: it imports \"host\" \"f\" (i32) -> i64, but that function is () -> ();"
                + " the guest was built for another version of the interface", refused(Apps.of(Apps.component("web", Wasm.importing("host", "f")))));
    }

    @Test
    void anImportThatIsNoFunction() {
        container.add(new FakeEngine("one", new ImportType("host", "m", new ExternType.Glob(ValueType.I32, false))));
        String message = refused(Apps.of(Apps.component("web", Wasm.importing("host", "m"))));
        assertTrue(message.contains("a host provides functions only"), message);
    }

    @Test
    void missingModulesAreWaitedForByNameOfWhoProvidesThem() {
        container.add(new FakeEngine("one"));
        var deployment = container.deploy(Apps.of(
                Apps.component("a", Wasm.importing("wasi_snapshot_preview1", "fd_write", "wasi_snapshot_preview1", "fd_read")),
                Apps.component("b", Wasm.importing("outbound-reddis", "get")),
                Apps.component("c", Wasm.importing("wasi:http/types@0.2.0", "new"))));
        String module = "a bundle with the host module ";
        assertEquals(List.of(
                module + "\"wasi_snapshot_preview1\" for component \"a\", which imports \"wasi_snapshot_preview1\" \"fd_write\" () -> (): bundle dev.gyre.wasi.p1 provides it",
                module + "\"outbound-reddis\" for component \"b\", which imports \"outbound-reddis\" \"get\" () -> (): did you mean \"outbound-redis\" of bundle dev.gyre.host.redis?",
                module + "\"wasi:http/types@0.2.0\" for component \"c\", which imports \"wasi:http/types@0.2.0\" \"new\" () -> (): it belongs to the component model,"
                        + " and this is a core module: make a component of it (wasm-tools component new, jco new)"),
                deployment.waitingFor());
        deployment.close();
    }

    @Test
    void anEngineThatIsNotThereIsNamed() {
        container.add(new FakeEngine("one"));
        var deployment = container.deploy(Apps.of("test", Apps.settings("engine", "two"), Apps.component("a", Wasm.EMPTY)));
        assertEquals(List.of("engine \"two\" (there is only one)"), deployment.waitingFor());
        deployment.close();
    }

    @Test
    void aTriggerThatDoesNotStartInTimeIsLeftToItself() throws Exception {
        container.add(new FakeEngine("one"));
        CountDownLatch end = new CountDownLatch(1);
        trigger.starting.set(Duration.ofMillis(20));
        trigger.onStart.set(() -> awaitDeafly(end));
        assertEquals("application \"app\": trigger \"test\" cannot be started within 0 s and is left to itself; a bug in that plug-in",
                refused(Apps.of(Apps.component("web", Wasm.EMPTY))));
        end.countDown();
        DynamicsTest.await(() -> trigger.starts.get() == 1 && trigger.running.get() == 0); // what comes too late is closed
    }

    private static void awaitDeafly(CountDownLatch end) {
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException e) {
                // as code does that knows no interrupts
            }
        }
    }

    @Test
    void oneOfSeveralComponentsThatFailsTakesTheOthersWithIt() {
        container.add(new FakeEngine("one", new ImportType("host", "f", FakeEngine.VOID)));
        String message = refused(Apps.of(Apps.component("good", Wasm.importing("host", "f")), Apps.component("bad", Wasm.custom("unsupported"))));
        assertTrue(message.contains("component \"bad\""), message);
    }
}
