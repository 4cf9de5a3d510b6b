package dev.gyre.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.Limits;
import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.fake.Wasm;

/** Operators change limits while applications run. */
class LiveSettingsTest {
    private final Container container = new Container(Map.of("patience", "50ms"));
    private final FakeTrigger trigger = new FakeTrigger("test");
    private final CountDownLatch go = new CountDownLatch(1);
    private final FakeEngine engine = new FakeEngine("one").export("stay", (caller, imports) -> {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    });

    @BeforeEach
    void open() {
        container.add(engine);
        container.add(trigger);
    }

    @AfterEach
    void close() {
        container.close();
    }

    private Deployment deploy(Object... settings) {
        return container.deploy(Apps.of("test", Apps.settings(settings), Apps.component("a", Wasm.EMPTY), Apps.component("b", Wasm.EMPTY)));
    }

    private ExecutionContext execution() {
        return trigger.context.get().execution();
    }

    private InstanceLease lease() {
        return execution().lease("a", InstanceOptions.DEFAULT);
    }

    private static Limits limits(Deployment deployment, String component) {
        return deployment.components().stream().filter(c -> c.component().equals(component)).findFirst().orElseThrow().limits();
    }

    @Test
    void aChangedLimitHoldsForTheNextEventAndNotForTheRunningOne() throws Exception {
        deploy();
        InstanceLease before = lease();
        container.configure(Map.of("memory", "1 MiB", "table-elements", 7, "deadline", "60ms"));
        assertEquals(1 << 20, execution().component("a").limits().memoryBytes(), "host interfaces and executors see it too");
        try (InstanceLease next = lease()) {
            assertEquals(1 << 20, engine.lastLimits.get().memoryBytes());
            assertEquals(7, engine.lastLimits.get().tableElements());
            assertEquals(TrapKind.DEADLINE, assertThrows(TrapException.class, () -> next.call("stay")).kind());
        }
        go.countDown();
        before.call("stay");
        before.close();
    }

    @Test
    void placesMayBecomeMoreAndFewer() {
        Deployment deployment = deploy();
        List<InstanceLease> open = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            open.add(lease());
        }
        container.configure(Map.of("patience", "50ms", "events", 2));
        assertEquals(3, deployment.components().getFirst().running(), "who has a place keeps it");
        open.removeLast().close();
        assertThrows(UnavailableException.class, this::lease);
        open.removeLast().close();
        open.add(lease());
        assertThrows(UnavailableException.class, this::lease);
        container.configure(Map.of("patience", "50ms", "events", 4));
        open.add(lease());
        open.add(lease());
        assertThrows(UnavailableException.class, this::lease);
        open.forEach(InstanceLease::close);
        assertEquals(0, deployment.components().getFirst().running());
    }

    @Test
    void theQueueMayBecomeShorterAndLonger() {
        deploy();
        container.configure(Map.of("patience", "50ms", "events", 1, "queue", 0));
        try (InstanceLease only = lease()) {
            assertTrue(assertThrows(UnavailableException.class, this::lease).getMessage().endsWith("0 events wait already (queue)"));
            container.configure(Map.of("patience", "50ms", "events", 1, "queue", 1));
            assertTrue(assertThrows(UnavailableException.class, this::lease).getMessage().endsWith("were taken for 50 ms (patience)"));
        }
    }

    @Test
    void valuesThatCannotBeUsedLeaveThoseOfBefore() {
        Deployment deployment = deploy();
        container.configure(Map.of("memory", "2 MiB"));
        container.configure(Map.of("memory", "lots", "events", 1));
        assertEquals(2 << 20, limits(deployment, "a").memoryBytes());
        assertEquals(256, limits(deployment, "a").events());
    }

    @Test
    void rulesWinOverTheApplicationAndTheMoreSpecificOverTheOther() {
        ConfigTable own = Apps.table("limits", "memory", "3 MiB", "deadline", "3s");
        Deployment deployment = deploy("limits", own);
        ComponentRuleService all = container.rule("x", Map.of("app", "app", "memory", "5 MiB", "events", "5"));
        container.rule("a", Map.of("app", "app", "component", "a", "memory", "6 MiB"));
        container.rule("other", Map.of("app", "another", "memory", "7 MiB"));
        assertEquals(6 << 20, limits(deployment, "a").memoryBytes());
        assertEquals(5 << 20, limits(deployment, "b").memoryBytes());
        assertEquals(5, limits(deployment, "a").events());
        assertEquals(Duration.ofSeconds(3), limits(deployment, "a").deadline(), "what no rule says is the application's");
        container.change(all, "x", Map.of("app", "app", "memory", "none"));
        assertEquals(5 << 20, limits(deployment, "b").memoryBytes(), "an error leaves the rule as it was");
        container.change(all, "x", Map.of("app", "app", "memory", "8 MiB"));
        assertEquals(8 << 20, limits(deployment, "b").memoryBytes());
        container.service.unbindRule(all);
        assertEquals(3 << 20, limits(deployment, "b").memoryBytes());
        assertEquals(256, limits(deployment, "b").events());
    }

    @Test
    void whatHasAnUnknownKeyDoesNotApply() {
        Deployment deployment = deploy();
        ComponentRuleService rule = container.rule("x", Map.of("componnt", "a", "memory", "8 MiB"));
        assertEquals(256 << 20, limits(deployment, "b").memoryBytes(), "it would hold for every component");
        container.change(rule, "x", Map.of("component", "a", "memory", "8 MiB"));
        assertEquals(8 << 20, limits(deployment, "a").memoryBytes());
        assertEquals(256 << 20, limits(deployment, "b").memoryBytes());
        container.configure(Map.of("memory", "1 MiB", "evnts", 1));
        assertEquals(256 << 20, limits(deployment, "b").memoryBytes());
    }

    @Test
    void aRuleNamesAnEngine() throws Exception {
        container.add(new FakeEngine("two"));
        Deployment deployment = deploy();
        container.rule("b", Map.of("app", "app", "component", "b", "engine", "two"));
        DynamicsTest.await(() -> deployment.components().getLast().engine().equals(Optional.of("two")));
        assertEquals(Optional.of("one"), deployment.components().getFirst().engine());
        assertEquals("engine in configuration dev.gyre.runtime.component~b", deployment.components().getLast().why());
    }

    @Test
    void aRuleForAnEngineThatIsNotThereStopsNothing() throws Exception {
        Deployment deployment = deploy();
        container.rule("a", Map.of("app", "app", "engine", "nosuch"));
        DynamicsTest.await(() -> deployment.components().getFirst().why().contains("nosuch"));
        assertEquals("engine \"nosuch\" (there is only one) is waited for; stays on one until then", deployment.components().getFirst().why());
        assertEquals(Optional.of("one"), deployment.components().getFirst().engine());
        lease().close();
        assertEquals(Deployment.State.RUNNING, deployment.state());
    }

    @Test
    void allEventsShareOneBudget() {
        deploy();
        lease().close();
        HeapBudget first = engine.lastLimits.get().heap();
        execution().lease("b", InstanceOptions.DEFAULT).close();
        assertSame(first, engine.lastLimits.get().heap());
        container.configure(Map.of("memory", "1 MiB"));
        lease().close();
        assertSame(first, engine.lastLimits.get().heap(), "it stays while its size does");
        container.configure(Map.of("total-memory", "1 MiB"));
        lease().close();
        assertNotSame(first, engine.lastLimits.get().heap());
    }
}
