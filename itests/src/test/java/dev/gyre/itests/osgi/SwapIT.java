package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;

import javax.inject.Inject;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

import dev.gyre.api.runtime.Deployment;

/** Engines, host interfaces and executors are replaced under load, and no request fails. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class SwapIT {
    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 3;

    @Inject
    BundleContext context;

    @Configuration
    public Option[] config() {
        return Distribution.container();
    }

    private interface Step {
        void on(Bundle bundle) throws Exception;
    }

    private void underLoad(String bundle, Step step) throws Exception {
        try (Served app = Served.deploy(context, Distribution.guest("swap"))) {
            app.awaitState(Deployment.State.RUNNING);
            String spin = app.get("/spin").body();
            String wagi = app.get("/wagi").body();
            assertEquals("Hello from Gyre!\n", spin);
            try (Load one = Load.on(app.address(), CONNECTIONS, "/spin", spin); Load two = Load.on(app.address(), CONNECTIONS, "/wagi", wagi)) {
                for (int i = 0; i < ROUNDS; i++) {
                    one.awaitMore(50);
                    two.awaitMore(50);
                    step.on(Container.bundle(context, bundle));
                }
                one.awaitMore(50);
                two.awaitMore(50);
            }
        }
    }

    private void update(Bundle bundle) throws Exception {
        Container.update(context, bundle);
    }

    @Test
    public void theOnlyEngineIsRestarted() throws Exception {
        underLoad("dev.gyre.engine.chicory", Container::restart);
    }

    @Test
    public void theOnlyEngineIsUpdated() throws Exception {
        underLoad("dev.gyre.engine.chicory", this::update);
    }

    @Test
    public void aHostInterfaceIsRestarted() throws Exception {
        underLoad("dev.gyre.wasi.p1", Container::restart);
    }

    @Test
    public void aHostInterfaceIsUpdated() throws Exception {
        underLoad("dev.gyre.wasi.p1", this::update);
    }

    @Test
    public void anExecutorIsRestarted() throws Exception {
        underLoad("dev.gyre.executor.spin", Container::restart);
        underLoad("dev.gyre.executor.wagi", Container::restart);
    }

    @Test
    public void anExecutorIsUpdated() throws Exception {
        underLoad("dev.gyre.executor.spin", this::update);
        underLoad("dev.gyre.executor.wagi", this::update);
    }

    /** The door stays open: not even a connection is refused or lost. */
    @Test
    public void theHttpTriggerItselfIsRestarted() throws Exception {
        underLoad("dev.gyre.trigger.http", Container::restart);
    }

    @Test
    public void theHttpTriggerItselfIsUpdated() throws Exception {
        underLoad("dev.gyre.trigger.http", this::update);
    }
}
