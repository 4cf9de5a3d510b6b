package dev.gyre.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.fake.FakeHost;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.fake.Wasm;

/** Services come and go around a deployed application. */
class DynamicsTest {
    private static final ImportType IMPORT = new ImportType("host", "f", FakeEngine.VOID);

    private final Container container = new Container(Map.of("patience", "300ms", "drain", "500ms"));
    private final FakeTrigger trigger = new FakeTrigger("test");
    private final Application app = Apps.of(Apps.component("a", Wasm.importing("host", "f")));

    @AfterEach
    void close() {
        container.close();
    }

    private static FakeEngine engine(String id) {
        return new FakeEngine(id, IMPORT).export("run", (caller, imports) -> imports.forEach(f -> f.body().call(caller, new long[0])));
    }

    @Test
    void aTriggerIsUsedUnderTheTypeThatItsPropertySaysAndUnderNoOther() throws Exception {
        container.add(engine("one"));
        container.add(host());
        container.add(trigger, Map.of(), 0, 1);
        Deployment deployment = container.deploy(app);
        assertEquals(Deployment.State.WAITING, deployment.state());
        container.change(trigger, Map.of(Trigger.PROPERTY, "other"));
        assertEquals(Deployment.State.WAITING, deployment.state());
        assertEquals(0, trigger.starts.get());
        container.change(trigger, Map.of(Trigger.PROPERTY, "test"));
        await(() -> deployment.state() == Deployment.State.RUNNING);
        container.change(trigger, Map.of());
        await(() -> deployment.state() == Deployment.State.WAITING);
        assertEquals(0, trigger.running.get());
    }

    private static FakeHost host() {
        return new FakeHost("host", new HostFunction("f", FakeEngine.VOID, (caller, args) -> HostFunction.NOTHING));
    }

    private void run() {
        try (InstanceLease lease = lease()) {
            lease.call("run");
        }
    }

    private InstanceLease lease() {
        return trigger.context.get().execution().lease("a", InstanceOptions.DEFAULT);
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen within 60 s");
            Thread.sleep(2);
        }
    }

    @Test
    void servesOnceEverythingIsThere() {
        container.add(engine("one"));
        container.add(host());
        container.add(trigger);
        Deployment deployment = container.deploy(app);
        assertEquals(Deployment.State.RUNNING, deployment.state());
        assertEquals(List.of(), deployment.waitingFor());
        assertEquals(List.of("test runs"), deployment.announcement());
        assertEquals(List.of(deployment), container.service.deployments());
        run();
    }

    @Test
    void saysWhatItWaitsForAndStartsWhenThatComes() throws Exception {
        Deployment deployment = container.deploy(app);
        assertEquals(Deployment.State.WAITING, deployment.state());
        assertEquals(List.of(
                "an engine (bundle dev.gyre.engine.chicory is one)",
                "a bundle with the host module \"host\" for component \"a\", which imports \"host\" \"f\" () -> ():"
                        + " no bundle of Gyre does; install the bundle that registers a HostModule of that name",
                "a bundle with the trigger \"test\""), deployment.waitingFor());
        container.add(trigger);
        container.add(host());
        await(() -> deployment.waitingFor().size() == 1);
        assertEquals(0, trigger.starts.get(), "started without an engine");
        container.add(engine("one"));
        await(() -> deployment.state() == Deployment.State.RUNNING);
        run();
    }

    @Test
    void theBetterEngineTakesOverAndTheOtherComesBack() throws Exception {
        FakeEngine one = engine("one");
        FakeEngine two = engine("two");
        FakeHost host = host();
        container.add(one);
        container.add(host);
        container.add(trigger);
        container.deploy(app);
        container.add(two, 10);
        await(() -> {
            try (InstanceLease lease = lease()) {
                return two.openStores.get() == 1;
            }
        });
        container.remove(two);
        try (InstanceLease lease = lease()) {
            assertEquals(1, one.openStores.get());
        }
        assertEquals(1, host.bound.get());
        assertEquals(1, trigger.starts.get(), "triggers have no part in it");
    }

    @Test
    void anotherHostModuleIsBoundWithoutCompilingAgain() throws Exception {
        FakeEngine one = engine("one");
        FakeHost first = host();
        FakeHost second = host();
        container.add(one);
        container.add(first);
        container.add(trigger);
        container.deploy(app);
        container.add(second, 1);
        await(() -> second.bound.get() == 1 && first.bound.get() == 0);
        run();
        assertEquals(1, one.compiles.get());
    }

    @Test
    void unbindWaitsForTheEventsThatUseTheService() throws Exception {
        container.configure(Map.of("drain", "5m"));
        FakeEngine one = engine("one");
        container.add(one);
        container.add(host());
        container.add(trigger);
        container.deploy(app);
        InstanceLease lease = lease();
        AtomicReference<Boolean> closedBefore = new AtomicReference<>();
        Thread ends = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            closedBefore.set(one.closed.get());
            lease.call("run");
            lease.close();
        });
        container.remove(one);
        ends.join();
        assertEquals(false, closedBefore.get());
        assertEquals(0, one.openStores.get());
    }

    @Test
    void eventsThatDoNotEndInTimeAreCancelled() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        FakeEngine one = engine("one").export("stay", (caller, imports) -> {
            inside.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                throw new TrapException(TrapKind.CANCELLED, "interrupted");
            }
        });
        container.add(one);
        container.add(host());
        container.add(trigger);
        container.deploy(app);
        AtomicReference<TrapKind> how = new AtomicReference<>();
        Thread stays = Thread.ofVirtual().start(() -> {
            try (InstanceLease lease = lease()) {
                how.set(assertThrows(TrapException.class, () -> lease.call("stay")).kind());
            }
        });
        inside.await();
        long begin = System.nanoTime();
        container.remove(one);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        stays.join();
        assertEquals(TrapKind.CANCELLED, how.get());
        assertTrue(millis >= 400 && millis < 50_000, "drained in " + millis + " ms");
    }

    @Test
    void eventsWaitForASuccessorAndOnlySoLong() throws Exception {
        FakeEngine one = engine("one");
        container.add(one);
        container.add(host());
        container.add(trigger);
        Deployment deployment = container.deploy(app);
        container.remove(one);
        UnavailableException e = assertThrows(UnavailableException.class, this::lease);
        assertTrue(e.getMessage().contains("300 ms"), e.getMessage());
        assertEquals(Deployment.State.WAITING, deployment.state());
        container.configure(Map.of("patience", "5m"));
        Thread comes = Thread.ofVirtual().start(() -> container.add(engine("two")));
        run();
        comes.join();
        await(() -> deployment.state() == Deployment.State.RUNNING);
        assertEquals(1, trigger.running.get(), "the trigger ran all the time");
    }

    /** Its trigger would be held up by them for as long as they are ready to wait. */
    @Test
    void eventsThatWaitForASuccessorDoNotHoldUpTheEnd() throws Exception {
        try (Container patient = new Container(Map.of("patience", "5m", "drain", "500ms"))) {
            FakeEngine one = engine("one");
            patient.add(one);
            patient.add(host());
            patient.add(trigger);
            Deployment deployment = patient.deploy(app);
            ExecutionContext execution = trigger.context.get().execution();
            patient.remove(one);
            CompletableFuture<InstanceLease> waiting = CompletableFuture.supplyAsync(() -> execution.lease("a", InstanceOptions.DEFAULT));
            deployment.close();
            Throwable e = assertThrows(ExecutionException.class, () -> waiting.get(1, TimeUnit.MINUTES)).getCause();
            assertTrue(e instanceof UnavailableException && e.getMessage().contains("was closed"), e.toString());
        }
    }

    @Test
    void aTriggerLeavesBeforeItsServiceGoesAndIsStartedAgain() throws Exception {
        container.add(engine("one"));
        container.add(host());
        container.add(trigger);
        Deployment deployment = container.deploy(app);
        container.remove(trigger);
        assertEquals(0, trigger.running.get());
        assertEquals(1, trigger.leaves.get());
        await(() -> deployment.state() == Deployment.State.WAITING);
        assertEquals(List.of("a bundle with the trigger \"test\""), deployment.waitingFor());
        container.add(trigger);
        await(() -> deployment.state() == Deployment.State.RUNNING);
        assertEquals(1, trigger.running.get());
    }

    @Test
    void whatATriggerLeavesWithTheRuntimeIsForTheNextOne() {
        container.add(engine("one"));
        container.add(host());
        container.add(trigger);
        Deployment deployment = container.deploy(app);
        container.close();
        assertEquals(List.of(1, 0), List.of(trigger.leaves.get(), trigger.running.get()));
        assertEquals(Deployment.State.CLOSED, deployment.state());
        deployment.close();
    }

    @Test
    void anApplicationSettlesWhenItsTriggerComesAndNotWhileNobodyBringsIt() throws Exception {
        container.add(engine("one"));
        container.add(host());
        assertFalse(container.service.settling());
        container.deploy(app);
        await(() -> !container.service.settling()); // nothing has come that it waits for
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        trigger.onConfigure.set(() -> {
            asked.countDown();
            assertDoesNotThrow(() -> go.await());
        });
        container.add(trigger);
        asked.await();
        assertTrue(container.service.settling());
        go.countDown();
        await(() -> !container.service.settling());
        assertEquals(1, trigger.running.get());
    }

    /** Its application's own thread may be the first to notice, and closes it then. */
    @Test
    void nobodyTakesTheTriggerOfABundleThatWasThereBefore() throws Exception {
        container.add(engine("one"));
        container.add(host());
        FakeTrigger other = new FakeTrigger("test");
        container.add(other, 1000, 9);
        container.add(trigger, 0, 2);
        Deployment deployment = container.deploy(app);
        assertEquals(List.of(1, 0), List.of(trigger.starts.get(), other.starts.get()));
        container.remove(trigger);
        await(() -> other.running.get() == 1 && deployment.state() == Deployment.State.RUNNING);
        container.add(trigger, 0, 2); // its bundle was updated
        await(() -> trigger.running.get() == 1 && other.running.get() == 0);
        assertEquals(Deployment.State.RUNNING, deployment.state());
    }

    @Test
    void aTriggerThatTakesLongToLeaveHoldsUpItsServiceUntilItHas() throws Exception {
        container.add(engine("one"));
        container.add(host());
        container.add(trigger);
        container.deploy(app);
        trigger.leaving.set(Duration.ofMillis(1500)); // longer than the container's drain
        container.remove(trigger);
        assertEquals(0, trigger.running.get(), "it went while its trigger was closing");
    }

    @Test
    void aTriggerThatCannotStartFailsTheDeployAndLeavesNothing() {
        FakeHost host = host();
        container.add(engine("one"));
        container.add(host);
        container.add(trigger);
        trigger.refuse.set(Optional.of("127.0.0.1:3000 is in use"));
        assertEquals("127.0.0.1:3000 is in use", assertThrows(GyreException.class, () -> container.deploy(app)).getMessage());
        assertEquals(List.of(), container.service.deployments());
        assertEquals(0, host.bound.get());
    }

    @Test
    void whateverAPlugInThrowsNamesItAndTheApplication() {
        FakeHost host = host();
        container.add(engine("one"));
        container.add(host);
        container.add(trigger);
        Map<Throwable, String> failures = Map.of(new IllegalStateException("no clock here"), "no clock here", new NullPointerException(), "java.lang.NullPointerException",
                new Error("really"), "java.lang.Error: really", new NoClassDefFoundError("acme/Clock"), "java.lang.NoClassDefFoundError: acme/Clock");
        failures.forEach((thrown, told) -> {
            trigger.onConfigure.set(() -> FakeTrigger.fail(thrown));
            GyreException e = assertThrows(GyreException.class, () -> container.deploy(app));
            assertEquals("application \"app\": trigger \"test\" cannot be configured: " + told, e.getMessage());
        });
        container.remove(host);
        container.add(new FakeHost("host") {
            @Override
            public BoundHostModule bind(ComponentContext component) {
                throw new AssertionError("of no use");
            }
        });
        assertEquals("component \"a\": the host module \"host\" cannot serve it: java.lang.AssertionError: of no use",
                assertThrows(GyreException.class, () -> container.deploy(app)).getMessage());
        assertEquals(List.of(), container.service.deployments());
        assertEquals(0, host.bound.get());
    }

    /** It may be a bug of a plug-in, and then it never ends. */
    @Test
    void whatIsBeingStartedHoldsUpNoEndAndIsClosedOnceItHas() throws Exception {
        container.add(engine("one"));
        container.add(host());
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        trigger.onConfigure.set(() -> {
            asked.countDown();
            assertDoesNotThrow(() -> go.await());
        });
        container.add(trigger);
        CompletableFuture<Deployment> deployed = CompletableFuture.supplyAsync(() -> container.deploy(app));
        asked.await();
        container.close();
        assertTrue(assertThrows(ExecutionException.class, deployed::get).getMessage().contains("was closed while it was being started"));
        assertEquals(0, trigger.starts.get());
        go.countDown();
        await(() -> trigger.starts.get() == 1 && trigger.running.get() == 0);
    }

    @Test
    void whateverATriggerSaysItIsClosedAndTheOthersAreHeard() {
        container.add(engine("one"));
        container.add(host());
        container.add(trigger);
        for (Duration closing : Arrays.asList(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofSeconds(Long.MIN_VALUE), null)) {
            trigger.closing.set(closing);
            trigger.says.set(Arrays.asList("something", null));
            Deployment deployment = container.deploy(app);
            assertEquals(List.of(), deployment.announcement());
            deployment.close();
            assertEquals(List.of(), container.service.deployments());
        }
    }

    @Test
    void anEngineThatCannotRunItDoesNotReplaceOneThatCan() throws Exception {
        FakeEngine one = engine("one");
        container.add(one);
        container.add(host());
        container.add(trigger);
        Deployment deployment = container.deploy(app);
        FakeEngine wrong = new FakeEngine("wrong", new ImportType("host", "missing", FakeEngine.VOID));
        container.add(wrong, 10);
        await(() -> wrong.compiles.get() == 1);
        run();
        assertEquals(Deployment.State.RUNNING, deployment.state());
        container.remove(wrong);
        run();
    }

    @Test
    void changesInARowAreAnsweredTogether() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FakeEngine slow = engine("slow");
        slow.onCompile.set(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        container.add(slow);
        container.add(trigger);
        FakeHost last = host();
        Thread deploys = Thread.ofVirtual().start(() -> container.deploy(app));
        container.add(host());
        await(() -> slow.compiles.get() == 1);
        for (int i = 1; i < 20; i++) {
            container.add(host(), i);
        }
        container.add(last, 20);
        go.countDown();
        deploys.join();
        await(() -> last.bound.get() == 1);
        assertEquals(1, slow.compiles.get());
    }

    @Test
    void closingStopsTriggersFirstAndRefusesEventsAfterwards() {
        FakeHost host = host();
        FakeEngine one = engine("one");
        container.add(one);
        container.add(host);
        container.add(trigger);
        Deployment deployment = container.deploy(app);
        deployment.close();
        deployment.close();
        assertEquals(Deployment.State.CLOSED, deployment.state());
        assertEquals(0, trigger.running.get());
        assertEquals(0, trigger.leaves.get(), "nobody comes after it");
        assertEquals(0, host.bound.get());
        assertThrows(UnavailableException.class, this::lease);
        assertTrue(container.service.deployments().isEmpty());
        container.remove(one);
        assertFalse(deployment.waitingFor().iterator().hasNext());
    }
}
