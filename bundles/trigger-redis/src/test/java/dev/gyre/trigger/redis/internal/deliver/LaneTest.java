package dev.gyre.trigger.redis.internal.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.UnavailableException;

/** How the messages of a component end when its trigger does. */
@Timeout(60)
class LaneTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    /** What messages wait for, as while no engine or host interface is there. */
    private final Semaphore instances = new Semaphore(0);
    private final Semaphore inGuest = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final Semaphore handled = new Semaphore(0);
    private final Buffers buffers = new Buffers(1 << 20);
    private final Lane lane = new Lane(handler(), 2, 10, buffers);

    private MessageHandler handler() {
        Component component = Component.builder("one", new ModuleSource.Bytes(new byte[0], "one.wasm")).build();
        AppInfo info = new AppInfo("shop", "1.0.0", Optional.empty(), List.of(), Optional.empty(), 2, new Origin.Manifest(Path.of("spin.toml")));
        Application application = new Application(info, List.of(component), List.of(), Map.of(), Map.of(), ConfigTable.empty("", Position.of("gyre.toml")));
        InstanceLease lease = proxy(InstanceLease.class, (proxy, method, args) -> switch (method.getName()) {
            case "invoke" -> {
                inGuest.release();
                mayEnd.acquire();
                handled.release();
                yield Optional.empty();
            }
            default -> null;
        });
        ExecutionContext execution = proxy(ExecutionContext.class, (proxy, method, args) -> switch (method.getName()) {
            case "application" -> application;
            default -> {
                try {
                    instances.acquire();
                    yield lease;
                } catch (InterruptedException e) {
                    throw new UnavailableException("interrupted");
                }
            }
        });
        ComponentContext context = proxy(ComponentContext.class, (proxy, method, args) -> switch (method.getName()) {
            case "component" -> component;
            case "composed" -> true;
            default -> List.of("fermyon:spin/inbound-redis");
        });
        return new MessageHandler(execution, context);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Thread close() {
        long deadline = System.nanoTime() + LONG.toNanos();
        return Thread.ofVirtual().start(() -> lane.close(deadline));
    }

    private void put(int messages) throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            lane.put(new Message("a", new byte[0]));
        }
    }

    /** Neither has what they wait for a reason to come, nor may whoever holds it up for them wait on. */
    @Test
    void whatOnlyWaitsForAnInstanceHoldsUpNobody() throws Exception {
        put(5);
        assertTrue(close().join(LONG.dividedBy(2)), "it waits for messages that have not begun");
        while (buffers.used() > 0) {
            Thread.sleep(5);
        }
        assertEquals(0, handled.availablePermits());
    }

    @Test
    void whatHasAnInstanceIsWaitedForAndSoIsWhatCanBegin() throws Exception {
        put(2);
        instances.release();
        inGuest.acquire();
        Thread closing = close();
        assertFalse(closing.join(Duration.ofMillis(1500)), "one is in the guest");
        instances.release();
        mayEnd.release(2);
        handled.acquire(2);
        assertTrue(closing.join(LONG.dividedBy(2)));
        assertEquals(0, buffers.used());
    }

    /** As when the runtime is replaced: what has begun ends there, and the rest belongs to the next. */
    @Test
    void whatComesWhileItIsHeldIsForTheNextHandler() throws Exception {
        put(1);
        instances.release();
        inGuest.acquire();
        Thread holding = Thread.ofVirtual().start(() -> lane.hold(System.nanoTime() + LONG.toNanos()));
        assertFalse(holding.join(Duration.ofMillis(100)), "one is in the guest");
        put(5);
        mayEnd.release(6);
        assertTrue(holding.join(LONG.dividedBy(2)));
        instances.release(5);
        handled.acquire();
        assertFalse(inGuest.tryAcquire(100, TimeUnit.MILLISECONDS), "one was begun while the lane was held");
        lane.resume(handler());
        handled.acquire(5);
        lane.close(System.nanoTime() + LONG.toNanos());
        assertEquals(0, buffers.used());
    }

    /** The runtime that goes gives nobody an instance any more, and what nobody has seen is not lost. */
    @Test
    void whatGotNoInstanceWaitsForTheNextHandler() throws Exception {
        put(3);
        lane.hold(System.nanoTime());
        instances.release(3);
        mayEnd.release(3);
        lane.resume(handler());
        handled.acquire(3);
        lane.close(System.nanoTime() + LONG.toNanos());
        assertEquals(0, buffers.used());
    }

    @Test
    void whatIsHeldIsLostWhenItCloses() throws Exception {
        lane.hold(System.nanoTime());
        put(3);
        assertTrue(close().join(LONG.dividedBy(2)));
        assertEquals(0, buffers.used());
        assertEquals(0, handled.availablePermits());
    }
}
