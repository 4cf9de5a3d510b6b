package dev.gyre.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.fake.Wasm;

/** A version of an application in the place of another. */
class ReplaceTest {
    private static final DeployOptions OPTIONS = new DeployOptions(Map.of(), Optional.empty(), new DeployOptions.Follow.None());

    private final Container container = new Container();
    private final FakeTrigger trigger = new FakeTrigger("test");
    private final Application app = Apps.of(Apps.component("a", Wasm.EMPTY));

    @AfterEach
    void close() {
        container.close();
    }

    private Deployment deployed() {
        container.add(new FakeEngine("one"));
        container.add(trigger);
        return container.deploy(app);
    }

    @Test
    void theNextVersionTakesOverAndTheOldOneEndsItsEvents() throws Exception {
        Deployment old = deployed();
        Deployment other = container.deploy(app);
        InstanceLease event = trigger.context.get().execution().lease("a", InstanceOptions.DEFAULT);
        Deployment next = other.replace(app, OPTIONS);
        assertEquals(Deployment.State.CLOSED, other.state());
        assertEquals(List.of(old, next), container.service.deployments());
        assertThrows(GyreException.class, () -> other.replace(app, OPTIONS));
        trigger.context.get().execution().lease("a", InstanceOptions.DEFAULT).close();
        event.close();
        DynamicsTest.await(() -> trigger.running.get() == 2);
        assertEquals(3, trigger.starts.get());
    }

    @Test
    void whatIsToBeDoneBeforehandIsDoneOnceBeforeTheFirstEvent() throws Exception {
        List<String> done = new CopyOnWriteArrayList<>();
        trigger.onConfigure.set(() -> done.add("configured"));
        DeployOptions options = new DeployOptions(Map.of(), Optional.empty(), new DeployOptions.Follow.None(), Optional.empty(), Optional.empty(),
                () -> done.add("beforehand, started " + trigger.starts.get()));
        container.add(trigger);
        Deployment old = container.service.deploy(app, options); // it waits for an engine
        assertEquals(List.of(), done);
        container.add(new FakeEngine("one"));
        DynamicsTest.await(() -> trigger.starts.get() == 1);
        assertEquals(List.of("configured", "beforehand, started 0"), done);
        old.replace(app, options);
        container.remove(trigger);
        container.add(trigger);
        DynamicsTest.await(() -> trigger.starts.get() == 3);
        assertEquals(List.of("configured", "beforehand, started 0", "configured", "configured"), done);
    }

    @Test
    void nothingIsDoneBeforehandForWhatIsRefusedAndItsFailureRefuses() {
        container.add(new FakeEngine("one"));
        container.add(trigger);
        AtomicInteger done = new AtomicInteger();
        DeployOptions options = new DeployOptions(Map.of(), Optional.empty(), new DeployOptions.Follow.None(), Optional.empty(), Optional.empty(), () -> {
            done.incrementAndGet();
            throw new GyreException("no room");
        });
        trigger.onConfigure.set(() -> {
            throw new GyreException("no such route");
        });
        assertEquals("no such route", assertThrows(GyreException.class, () -> container.service.deploy(app, options)).getMessage());
        assertEquals(0, done.get());
        trigger.onConfigure.set(() -> { });
        assertEquals("no room", assertThrows(GyreException.class, () -> container.service.deploy(app, options)).getMessage());
        assertEquals(1, done.get());
        assertEquals(0, trigger.starts.get());
        assertEquals(List.of(), container.service.deployments());
    }

    @Test
    void aVersionThatCannotRunLeavesTheOldOneAlone() {
        Deployment old = deployed();
        trigger.refuse.set(Optional.of("no"));
        assertEquals("no", assertThrows(GyreException.class, () -> old.replace(app, OPTIONS)).getMessage());
        trigger.refuse.set(Optional.empty());
        Application elsewhere = Apps.of("other", Apps.settings(), Apps.component("a", Wasm.EMPTY));
        String message = assertThrows(DeployException.class, () -> old.replace(elsewhere, OPTIONS)).getMessage();
        assertEquals("the new version cannot serve, as it waits for a bundle with the trigger \"other\"", message);
        assertEquals(Deployment.State.RUNNING, old.state());
        assertEquals(List.of(old), container.service.deployments());
        assertEquals(1, trigger.running.get());
    }

    @Test
    void aVersionWhoseStartTrapsIsRefused() {
        FakeEngine engine = new FakeEngine("one").export("_initialize", (caller, imports) -> {
            throw new TrapException(TrapKind.UNREACHABLE, "start");
        });
        container.add(engine);
        container.add(trigger);
        Deployment old = container.deploy(app);
        String message = assertThrows(DeployException.class, () -> old.replace(app, OPTIONS)).getMessage();
        assertTrue(message.contains("component \"a\" of the new version does not start"), message);
        assertEquals(Deployment.State.RUNNING, old.state());
    }

    @Test
    void whatWaitsIsReplacedByWhatWaits() throws Exception {
        container.add(new FakeEngine("one"));
        Deployment next = container.deploy(app).replace(app, OPTIONS);
        assertEquals(Deployment.State.WAITING, next.state());
        container.add(trigger);
        DynamicsTest.await(() -> next.state() == Deployment.State.RUNNING);
        assertEquals(1, trigger.running.get());
        assertSame(next, container.service.deployments().getFirst());
    }
}
