package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
import org.osgi.framework.wiring.BundleWiring;

import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.runtime.Deployment;

/** GraalWasm as a bundle that comes and goes under load, in a JVM that has its modules. {@code -Psoak} makes it 200 changes. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class GraalEngineIT {
    private static final int SWAPS = Integer.getInteger("gyre.swaps", 6);
    private static final String ENGINE = "graalwasm";
    private static final String FILTER = "(" + WasmEngine.PROPERTY + "=" + ENGINE + ")";
    private static final String HELLO = "Hello from Gyre!\n";

    @Inject
    BundleContext context;

    @Configuration
    public Option[] config() {
        return Distribution.container(Distribution.property("gyre.swaps"));
    }

    @Test
    public void theEngineRanksBelowChicoryAndSaysWhyItIsSlow() {
        WasmEngine best = Served.service(context, WasmEngine.class, null);
        assertEquals("chicory", best.id());
        WasmEngine graal = Served.service(context, WasmEngine.class, FILTER);
        assertFalse("this JVM has no compiler for it", graal.capabilities().optimizing());
        assertTrue(graal.capabilities().remark(), graal.capabilities().remark().contains("GYRE_GRAAL=on"));
    }

    /** Its bundle stops, is updated and is replaced while it serves events: none fails, and nothing of it stays behind. */
    @Test
    public void theBundleComesAndGoesUnderLoadAndLeavesNothingBehind() throws Exception {
        Settings.set(context, "dev.gyre.runtime", Map.of("warm-up", "1s", "drain", "6s", "patience", "1m"));
        Map<String, WeakReference<ClassLoader>> left = new HashMap<>();
        Bundle bundle = Container.bundle(context, "dev.gyre.engine." + ENGINE);
        try (Served app = Served.deploy(context, Distribution.guest("swap"))) {
            app.awaitState(Deployment.State.RUNNING);
            try (Load load = Load.on(app.address(), 4, "/spin", HELLO)) {
                for (int i = 0; i < SWAPS; i++) {
                    Served.service(context, WasmEngine.class, FILTER);
                    app.deployment().useEngine(Optional.of(ENGINE));
                    assertEquals(List.of(ENGINE), engines(app));
                    load.awaitMore(20);
                    left.put("swap " + i, new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
                    bundle = Container.replace(context, bundle, i);
                    load.awaitMore(20);
                }
            }
        }
        ClassLoader current = bundle.adapt(BundleWiring.class).getClassLoader();
        left.values().removeIf(r -> r.refersTo(current));
        assertTrue("the bundle was never replaced", !left.isEmpty());
        Container.assertUnloaded(left);
    }

    private static List<String> engines(Served app) {
        return app.deployment().components().stream().map(c -> c.engine().orElse("none")).distinct().toList();
    }
}
