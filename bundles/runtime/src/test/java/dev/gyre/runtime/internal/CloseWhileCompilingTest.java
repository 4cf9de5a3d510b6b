package dev.gyre.runtime.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.GyreException;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.fake.FakeTrigger;
import dev.gyre.runtime.internal.fake.Wasm;

/** An application is not wanted any more while an engine compiles its module, which takes as long as the test. */
@Timeout(300)
class CloseWhileCompilingTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Container container = new Container();
    private final FakeEngine engine = new FakeEngine("one");
    private final CountDownLatch compiling = new CountDownLatch(1);
    private final CountDownLatch enough = new CountDownLatch(1);
    private final AtomicReference<Throwable> compiler = new AtomicReference<>();
    private final AtomicReference<Throwable> outcome = new AtomicReference<>();
    private final Thread deployer = new Thread(() -> {
        try {
            container.deploy(Apps.of(Apps.component("a", Wasm.EMPTY)));
        } catch (Throwable e) {
            outcome.set(e);
        }
    });

    @AfterEach
    void close() {
        enough.countDown();
        container.close();
    }

    private void deploy() throws InterruptedException {
        container.add(engine);
        container.add(new FakeTrigger("test"));
        deployer.start();
        compiling.await();
    }

    /** An engine that hears of nothing. */
    private void untilTheTestEnds() {
        engine.onCompile.set(() -> {
            compiling.countDown();
            boolean waiting = true;
            while (waiting) {
                try {
                    enough.await();
                    waiting = false;
                } catch (InterruptedException e) {
                    // goes on
                }
            }
        });
    }

    private void assertGivenUp() throws InterruptedException {
        assertTrue(deployer.join(SOON), "still deploying");
        assertInstanceOf(GyreException.class, outcome.get());
        assertEquals(List.of(), container.service.deployments());
    }

    @Test
    void whoeverDeploysIsInterrupted() throws Exception {
        untilTheTestEnds();
        deploy();
        deployer.interrupt();
        assertGivenUp();
    }

    @Test
    void theRuntimeIsStopped() throws Exception {
        untilTheTestEnds();
        deploy();
        container.service.deactivate();
        assertGivenUp();
    }

    @Test
    void theCompilerEndsWhenItTellsItsProgress() throws Exception {
        engine.whileCompiling.set(progress -> {
            compiling.countDown();
            try {
                while (enough.getCount() > 0) {
                    progress.compiled(1, 2);
                    Thread.onSpinWait();
                }
            } catch (Error e) {
                compiler.set(e);
                throw e;
            }
        });
        deploy();
        deployer.interrupt();
        assertGivenUp();
        DynamicsTest.await(() -> compiler.get() != null);
        // nothing is held against the module
        engine.whileCompiling.set(progress -> { });
        Deployment again = container.deploy(Apps.of(Apps.component("a", Wasm.EMPTY)));
        assertEquals(Deployment.State.RUNNING, again.state());
    }
}
