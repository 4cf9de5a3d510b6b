package dev.gyre.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.engine.Fit.Level;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.runtime.ComponentStatus;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.fake.Wasm;

/** Which engine a component gets, who may say so, and what is told about it. */
class EngineChoiceTest {
    private final Container container = new Container(Map.of("patience", "300ms", "drain", "30s"));
    private final FakeTrigger trigger = new FakeTrigger("test");
    private final FakeEngine one = new FakeEngine("one").fits(Level.GOOD, "one compiles it");
    private final FakeEngine two = new FakeEngine("two").fits(Level.GOOD, "two compiles it");

    @AfterEach
    void close() {
        container.close();
    }

    private static Application app(Object... settings) {
        return Apps.of("test", Apps.settings(settings), Apps.component("a", Wasm.EMPTY), Apps.component("b", Wasm.EMPTY));
    }

    private Deployment deploy(Application app) {
        container.add(trigger);
        container.add(one);
        container.add(two);
        return container.deploy(app);
    }

    private static String engines(Deployment deployment) {
        return String.join(" ", deployment.components().stream().map(c -> c.engine().orElse("-")).toList());
    }

    private static ComponentStatus a(Deployment deployment) {
        return deployment.components().getFirst();
    }

    @Test
    void theBestFitIsTakenBeforeTheHighestRanking() {
        one.fits(Level.SLOW, "one interprets its function 7");
        container.add(trigger);
        container.add(one, 100);
        container.add(two, 0);
        Deployment deployment = container.deploy(app());
        assertEquals("two two", engines(deployment));
        assertEquals("fits best; two compiles it", a(deployment).why());
        assertEquals(List.of("two", "one"), a(deployment).fits().stream().map(ComponentStatus.EngineFit::engine).toList());
        assertEquals("one interprets its function 7", a(deployment).fits().getLast().fit().why());
    }

    @Test
    void amongEqualsTheRankingDecides() throws Exception {
        Deployment deployment = deploy(app());
        assertEquals("one one", engines(deployment), "the oldest");
        FakeEngine three = new FakeEngine("three");
        container.add(three, 1);
        DynamicsTest.await(() -> engines(deployment).equals("three three"));
    }

    @Test
    void aComponentsOwnEngineWinsOverWhatTheDeploymentIsTold() throws Exception {
        ConfigTable component = Apps.table("component", "b", Apps.table("component.b", "engine", "one"));
        Deployment deployment = deploy(app("engine", "one", "component", component));
        assertEquals("one one", engines(deployment));
        assertEquals("engine in gyre.toml", a(deployment).why());
        deployment.useEngine(Optional.of("two"));
        assertEquals("two one", engines(deployment));
        assertEquals("asked for by the operator", a(deployment).why());
        assertEquals("component.b.engine in gyre.toml", deployment.components().getLast().why());
        deployment.useEngine(Optional.empty());
        assertEquals("one one", engines(deployment));
    }

    @Test
    void howToGetAnEngineThatComesWithGyreIsTold() {
        Deployment deployment = deploy(app("component", Apps.table("component", "a", Apps.table("component.a", "engine", "graalwasm"))));
        String waitsFor = deployment.waitingFor().getFirst();
        assertTrue(waitsFor.startsWith("engine \"graalwasm\" (there is only ") && waitsFor.contains("--engine graalwasm"), waitsFor);
    }

    @Test
    void aComponentWhoseEngineGoesLeavesTheOthersAlone() throws Exception {
        ConfigTable components = Apps.table("component", "a", Apps.table("component.a", "engine", "one"), "b", Apps.table("component.b", "engine", "two"));
        Deployment deployment = deploy(app("component", components));
        assertEquals("one two", engines(deployment));
        Thread removes = Thread.ofVirtual().unstarted(() -> container.remove(two));
        try (InstanceLease running = lease("a")) {
            removes.start();
            DynamicsTest.await(() -> engines(deployment).equals("one -"));
            running.call("run");
            lease("a").close();
        }
        removes.join();
        DynamicsTest.await(() -> deployment.state() == Deployment.State.WAITING);
        assertEquals(List.of("engine \"two\" (there is only one)"), deployment.waitingFor());
        lease("a").close();
        String message = assertThrows(UnavailableException.class, () -> lease("b")).getMessage();
        assertEquals("component \"b\": no engine or host interface came back within 300 ms (patience)", message);
        FakeEngine again = new FakeEngine("two");
        container.add(again);
        DynamicsTest.await(() -> deployment.state() == Deployment.State.RUNNING);
        lease("b").close();
        assertEquals("one two", engines(deployment));
        assertEquals(1, again.stores.get(), "nobody tried it beside what could not serve");
        assertEquals(1, one.compiles.get());
        container.remove(one);
        lease("b").close();
        assertThrows(UnavailableException.class, () -> lease("a"));
        container.remove(again);
        DynamicsTest.await(() -> engines(deployment).equals("- -"));
        assertThrows(UnavailableException.class, () -> lease("b"));
    }

    @Test
    void anEngineThatAloneFitsAComponentMayGo() throws Exception {
        two.fits(Level.GOOD, "two compiles it");
        one.fits(Level.REFUSED, "one lacks simd");
        Deployment deployment = deploy(app());
        container.remove(two);
        DynamicsTest.await(() -> deployment.state() == Deployment.State.WAITING);
        assertTrue(deployment.waitingFor().getFirst().contains("one lacks simd; engine graalwasm may"), deployment.waitingFor().toString());
        assertThrows(UnavailableException.class, () -> lease("a"));
        container.add(new FakeEngine("two"));
        DynamicsTest.await(() -> deployment.state() == Deployment.State.RUNNING);
        lease("a").close();
    }

    private InstanceLease lease(String component) {
        return trigger.context.get().execution().lease(component, InstanceOptions.DEFAULT);
    }

    @Test
    void anEngineOfTheDeployOptionsIsWaitedForAtFirstAndMissedLater() throws Exception {
        container.add(trigger);
        container.add(one);
        Deployment deployment = container.deploy(app(), "two");
        assertEquals(List.of("engine \"two\" (there is only one)"), deployment.waitingFor());
        container.add(two);
        DynamicsTest.await(() -> engines(deployment).equals("two two"));
        container.remove(two);
        assertEquals("one one", engines(deployment), "better another engine than none");
        assertTrue(a(deployment).why().endsWith("; not \"two\" (asked for by the operator), which cannot run it now"), a(deployment).why());
        assertEquals(Deployment.State.RUNNING, deployment.state());
    }

    @Test
    void aModuleNoEngineCanRunIsRefusedNamingWhatEachLacks() {
        one.fits(Level.REFUSED, "one lacks simd");
        two.fits(Level.REFUSED, "two lacks gc");
        byte[] exceptions = HexFormat.of().parseHex("0061736d01000000" + "010401600000" + "0d03010000");
        Application app = Apps.of("test", Apps.settings(), Apps.component("a", exceptions));
        assertEquals("spin.toml:7:1: component \"a\": a.wasm: one lacks simd; two lacks gc; there is no other engine",
                assertThrows(DeployException.class, () -> deploy(app)).getMessage());
    }

    @Test
    void anEngineThatComesWithGyreAndIsNotThereIsToldOf() {
        one.fits(Level.REFUSED, "one lacks simd");
        two.fits(Level.REFUSED, "two lacks simd");
        assertEquals("spin.toml:7:1: component \"a\": a.wasm: one lacks simd; two lacks simd; engine graalwasm may, if gyre is started with it"
                + " (--engine graalwasm, or GYRE_GRAAL=on)", assertThrows(DeployException.class, () -> deploy(app())).getMessage());
    }

    @Test
    void whatAnEngineRefusedIsNotCompiledAgain() {
        one.onCompile.set(() -> {
            throw new ModuleException("no valid module");
        });
        container.add(trigger);
        container.add(one);
        String message = assertThrows(DeployException.class, () -> container.deploy(app())).getMessage();
        assertTrue(message.contains("engine \"one\" cannot run it: no valid module"), message);
        assertEquals(1, one.compiles.get());
        assertEquals(message, assertThrows(DeployException.class, () -> container.deploy(app())).getMessage());
        assertEquals(1, one.compiles.get());
        FakeEngine again = new FakeEngine("one");
        container.remove(one);
        container.add(again);
        assertEquals("one one", engines(container.deploy(app())), "another one may");
    }

    @Test
    void whatThereWasNoMemoryForIsTriedAgain() {
        one.onCompile.set(() -> {
            throw new ModuleException("needs more memory to be compiled than there is", new OutOfMemoryError());
        });
        container.add(trigger);
        container.add(one);
        assertThrows(DeployException.class, () -> container.deploy(app()));
        one.onCompile.set(() -> { });
        assertEquals("one one", engines(container.deploy(app())));
    }

    @Test
    void anEngineThatIsWantedButCannotIsRefusedNamingTheOneThatCan() {
        one.fits(Level.REFUSED, "one lacks simd");
        assertEquals("spin.toml:7:1: component \"a\": a.wasm: one lacks simd; engine two can",
                assertThrows(DeployException.class, () -> deploy(app("engine", "one"))).getMessage());
    }

    @Test
    void anEngineThatDoesNotCompileWhatItSeemedToFitIsPassedOver() {
        one.onCompile.set(() -> {
            throw new IllegalStateException("a bug");
        });
        Deployment deployment = deploy(app());
        assertEquals("two two", engines(deployment));
        assertEquals("engine \"one\" failed to compile it: java.lang.IllegalStateException: a bug", a(deployment).fits().getLast().fit().why());
        assertEquals(1, one.compiles.get(), "and not tried again for the same module");
        container.add(new FakeEngine("three"));
        assertEquals("two two", engines(deployment));
    }

    @Test
    void aSwitchThatCannotBeMadeChangesNothing() {
        Deployment deployment = deploy(app());
        assertEquals("there is no engine \"three\" here; there is one, two",
                assertThrows(GyreException.class, () -> deployment.useEngine(Optional.of("three"))).getMessage());
        two.onCompile.set(() -> {
            throw new IllegalStateException("a bug");
        });
        String message = assertThrows(GyreException.class, () -> deployment.useEngine(Optional.of("two"))).getMessage();
        assertTrue(message.contains("engine \"two\" failed to compile it") && message.endsWith("; engine one can"), message);
        assertEquals("one one", engines(deployment));
        assertEquals(Deployment.State.RUNNING, deployment.state());
    }

    @Test
    void aNewcomerWhoseEngineFailsIsGivenUp() throws Exception {
        two.export("run", (caller, imports) -> {
            throw new TrapException(TrapKind.ENGINE_FAILURE, "no such method");
        });
        container.add(trigger);
        container.add(one);
        Deployment deployment = container.deploy(app());
        Thread events = events(deployment);
        container.add(two, 1);
        DynamicsTest.await(() -> a(deployment).fits().getLast().fit().why().contains("no such method"));
        assertEquals("one one", engines(deployment));
        assertTrue(two.stores.get() < 10, two.stores.get() + " events met it");
        container.remove(two);
        FakeEngine again = new FakeEngine("two").export("run", (caller, imports) -> {
            throw new TrapException(TrapKind.ENGINE_FAILURE, "no such method");
        });
        container.add(again, -1);
        String message = assertThrows(GyreException.class, () -> deployment.useEngine(Optional.of("two"))).getMessage();
        assertTrue(message.startsWith("application \"app\": component \"a\" was not switched: it runs on one; "), message);
        assertEquals("one one", engines(deployment));
        deployment.close();
        events.join();
    }

    /** Events of a component until the application is closed; some meet an engine that fails. */
    private Thread events(Deployment deployment) {
        return Thread.startVirtualThread(() -> {
            while (deployment.state() != Deployment.State.CLOSED) {
                try (InstanceLease lease = trigger.context.get().execution().lease("a", InstanceOptions.DEFAULT)) {
                    lease.call("run");
                    Thread.sleep(1);
                } catch (RuntimeException | InterruptedException e) {
                    // the next one may not
                }
            }
        });
    }

    @Test
    void aNewcomerOnWhichGuestsRunOutOfTimeIsGivenUp() throws Exception {
        two.export("run", (caller, imports) -> {
            throw new TrapException(TrapKind.DEADLINE, "stopped: deadline");
        });
        container.add(trigger);
        container.add(one);
        Deployment deployment = container.deploy(app());
        Thread events = events(deployment);
        container.add(two, 1);
        DynamicsTest.await(() -> a(deployment).fits().getLast().fit().why().contains("took longer than the deadline"));
        assertEquals("one one", engines(deployment));
        assertTrue(two.stores.get() < 50, two.stores.get() + " events met it");
        deployment.close();
        events.join();
    }

    @Test
    void whatIsShownOfAComponentIsItsLiveState() {
        Deployment deployment = deploy(app());
        try (InstanceLease lease = trigger.context.get().execution().lease("a", InstanceOptions.DEFAULT)) {
            assertEquals(1, a(deployment).running());
            assertEquals(0, deployment.components().getLast().running());
        }
        assertEquals(0, a(deployment).running());
        assertEquals(256, a(deployment).limits().events());
    }
}
