package dev.gyre.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.fake.FakeHost;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.fake.Wasm;

/** 32 threads of events while engines and host modules are swapped: none may fail, none may meet a closed service. */
class SwapHammerTest {
    private static final int THREADS = 32;
    private static final int SWAPS = 30;

    @Test
    void noEventFailsWhileEnginesAndHostModulesAreSwapped() throws Exception {
        try (Container container = new Container(Map.of("patience", "2m", "warm-up", "200ms"))) {
            FakeTrigger trigger = new FakeTrigger("test");
            FakeEngine engine = engine(0);
            FakeHost host = host();
            container.add(engine);
            container.add(host);
            container.add(trigger);
            container.deploy(Apps.of(Apps.component("a", Wasm.importing("host", "f"))));
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong events = new AtomicLong();
            ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    while (!stop.get() && failures.isEmpty()) {
                        try (InstanceLease lease = trigger.context.get().execution().lease("a", InstanceOptions.DEFAULT)) {
                            lease.call("run");
                            events.incrementAndGet();
                        } catch (Throwable t) {
                            failures.add(t);
                        }
                    }
                }));
            }
            for (int i = 1; i <= SWAPS && failures.isEmpty(); i++) {
                long before = events.get();
                FakeEngine nextEngine = engine(i);
                FakeHost nextHost = host();
                if (i % 3 == 0) {
                    // The only one is replaced in place: events wait for the next.
                    container.remove(engine);
                    container.add(nextEngine);
                } else {
                    container.add(nextEngine, i);
                    container.remove(engine);
                }
                if (i % 4 == 0) {
                    container.remove(host);
                    container.add(nextHost);
                } else {
                    container.add(nextHost, i);
                    container.remove(host);
                }
                engine = nextEngine;
                host = nextHost;
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
                while (events.get() < before + THREADS && failures.isEmpty() && System.nanoTime() < end) {
                    Thread.sleep(1);
                }
                assertEquals(List.of(), List.copyOf(failures));
                assertTrue(events.get() >= before + THREADS, "events stopped after swap " + i);
            }
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), List.copyOf(failures));
            assertEquals(0, engine.openStores.get());
        }
    }

    private static FakeEngine engine(int i) {
        return new FakeEngine("engine" + i, new ImportType("host", "f", FakeEngine.VOID)).export("run", (caller, imports) -> {
            Thread.yield();
            imports.getFirst().body().call(caller, new long[0]);
        });
    }

    private static FakeHost host() {
        return new FakeHost("host", new HostFunction("f", FakeEngine.VOID, (caller, args) -> HostFunction.NOTHING));
    }
}
