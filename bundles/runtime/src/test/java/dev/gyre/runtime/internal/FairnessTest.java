package dev.gyre.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.runtime.ComponentStatus;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.fake.Guests;
import dev.gyre.runtime.internal.fake.Wasm;
import jdk.management.VirtualThreadSchedulerMXBean;

/** Guests that compute without a pause share the processors with the others, however many they are. */
class FairnessTest {
    private static final int LOOPS = 16;
    private static final int SERVED = 20;
    /** A machine that stands still for seconds makes one attempt useless, hardly five. */
    private static final int ROUNDS = 5;

    private final VirtualThreadSchedulerMXBean scheduler = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    private final int carriers = scheduler.getParallelism();
    private final FakeTrigger trigger = new FakeTrigger("test");
    private final Container container = new Container(Map.of("deadline", "3s"));

    @BeforeEach
    void asManyCarriersAsAnOrdinaryMachine() {
        scheduler.setParallelism(2);
    }

    @AfterEach
    void restore() {
        container.close();
        scheduler.setParallelism(carriers);
    }

    /** @param late counts those that ended at their deadlines */
    private static List<Thread> loops(ExecutionContext execution, AtomicInteger late) {
        List<Thread> loops = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            loops.add(Thread.startVirtualThread(() -> {
                try (InstanceLease lease = execution.lease("a", InstanceOptions.DEFAULT)) {
                    lease.call("loop");
                } catch (TrapException e) {
                    late.addAndGet(e.kind() == TrapKind.DEADLINE ? 1 : 0);
                }
            }));
        }
        return loops;
    }

    /** The second time the scheduler has threads that sleep since the first. */
    @RepeatedTest(2)
    void endlessLoopsOnEveryCarrierStopNobodyElse() throws Exception {
        ExecutionContext execution = deploy();
        int served = 0;
        for (int round = 0; round < ROUNDS && served < SERVED; round++) {
            served = servedBesideLoops(execution);
        }
        assertEquals(SERVED, served, "the others wait for the loops to end");
    }

    private ExecutionContext deploy() {
        container.add(new ChicoryEngine());
        container.add(trigger);
        container.deploy(Apps.of(Apps.component("a", Guests.bytes("bundles/runtime/src/test/wasm/limits.wasm"))));
        return trigger.context.get().execution();
    }

    /** @return how many events were served before the first loop ended */
    private static int servedBesideLoops(ExecutionContext execution) throws InterruptedException {
        AtomicInteger late = new AtomicInteger();
        List<Thread> loops = loops(execution, late);
        AtomicInteger served = new AtomicInteger();
        for (int i = 0; i < SERVED; i++) {
            Thread.startVirtualThread(() -> {
                try (InstanceLease lease = execution.lease("a", InstanceOptions.DEFAULT)) {
                    lease.call("count");
                    served.incrementAndGet();
                }
            });
        }
        int beside = 0;
        while (beside < SERVED && loops.stream().allMatch(Thread::isAlive)) {
            Thread.sleep(5);
            beside = served.get();
        }
        for (Thread loop : loops) {
            loop.join();
        }
        assertEquals(LOOPS, late.get());
        return beside;
    }

    /** @param pause in ms */
    private void repeat(String component, AtomicBoolean over, long pause) {
        while (!over.get()) {
            try (InstanceLease lease = trigger.context.get().execution().lease(component, InstanceOptions.DEFAULT)) {
                lease.call("run");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
        }
    }

    private static void compute(long micros) {
        for (long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros); System.nanoTime() < end;) {
            Thread.onSpinWait();
        }
    }

    /** Each is over before it is found computing; together they would have every processor for as long as they come. */
    @Test
    void eventsThatCrowdLeaveAProcessorToOtherComponentsWhileThoseHaveEvents() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        scheduler.setParallelism(processors);
        container.configure(Map.of("deadline", "5m"));
        container.add(new FakeEngine("busy").export("run", (caller, imports) -> compute(3000)));
        container.add(trigger);
        Deployment deployment = container.deploy(Apps.of(Apps.component("a", Wasm.EMPTY), Apps.component("b", Wasm.EMPTY)));
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 8 * processors; i++) {
                clients.add(Thread.startVirtualThread(() -> repeat("a", over, 0)));
            }
            clients.add(Thread.ofPlatform().start(() -> repeat("b", over, 20)));
            DynamicsTest.await(() -> {
                ComponentStatus a = deployment.components().getFirst();
                return a.queued() > 0 && a.running() <= Math.max(1, processors - 1);
            });
        } finally {
            over.set(true);
            for (Thread client : clients) {
                client.join();
            }
        }
    }

    /** The others are paused: their threads wait. All end at their deadlines all the same. */
    @Test
    void noMoreGuestsComputeAtOnceThanThereAreProcessors() throws Exception {
        ExecutionContext execution = deploy();
        String seen = "never tried";
        for (int round = 0; round < ROUNDS && !seen.isEmpty(); round++) {
            seen = turns(execution);
        }
        assertEquals("", seen);
    }

    /** @return what was wrong about how loops took turns */
    private static String turns(ExecutionContext execution) throws InterruptedException {
        AtomicInteger late = new AtomicInteger();
        List<Thread> loops = loops(execution, late);
        int processors = Runtime.getRuntime().availableProcessors();
        Set<Thread> hadATurn = new HashSet<>();
        long least = LOOPS;
        while (loops.stream().allMatch(Thread::isAlive)) {
            List<Thread> computing = loops.stream().filter(t -> t.getState() == Thread.State.RUNNABLE).toList();
            least = Math.min(least, computing.size());
            if (computing.size() <= processors) {
                hadATurn.addAll(computing);
            }
            Thread.sleep(10);
        }
        for (Thread loop : loops) {
            loop.join();
        }
        assertEquals(LOOPS, late.get());
        boolean well = least <= Math.max(1, processors) && hadATurn.size() > processors;
        return well ? "" : "at the least " + least + " loops ran at once, " + hadATurn.size() + " had a turn";
    }
}
