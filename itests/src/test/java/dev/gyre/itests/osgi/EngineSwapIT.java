package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.inject.Inject;

import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.BundleWiring;

import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.runtime.Deployment;

/**
 * Four applications on 32 connections while their engines change: by command, and as bundles that stop, are updated and are
 * replaced. {@code -Psoak} makes it 200 changes.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class EngineSwapIT {
    private static final int SWAPS = Integer.getInteger("gyre.swaps", 6);
    private static final int APPS = 4;
    private static final int CONNECTIONS = 8;
    private static final String CHICORY = "dev.gyre.engine.chicory";
    private static final String HELLO = "Hello from Gyre!\n";

    @Inject
    BundleContext context;

    private final List<Served> apps = new ArrayList<>();
    private final List<Load> loads = new ArrayList<>();

    @Configuration
    public Option[] config() {
        return Distribution.container(Distribution.property("gyre.swaps"));
    }

    @Before
    public void serve() throws Exception {
        Settings.set(context, "dev.gyre.runtime", Map.of("warm-up", "1s", "drain", "6s", "patience", "1m"));
        for (int i = 0; i < APPS; i++) {
            Served app = Served.deploy(context, Distribution.guest("swap"));
            apps.add(app);
            app.awaitState(Deployment.State.RUNNING);
            boolean wagi = i % 2 == 1;
            loads.add(Load.on(app.address(), CONNECTIONS, wagi ? "/wagi" : "/spin", wagi ? app.get("/wagi").body() : HELLO));
        }
    }

    @After
    public void stop() {
        try {
            loads.forEach(Load::close);
        } finally {
            apps.forEach(Served::close);
        }
    }

    private void answersGoOn() {
        loads.forEach(load -> load.awaitMore(30));
    }

    /** The engines of all applications. */
    private List<String> engines() {
        return apps.stream().flatMap(app -> app.deployment().components().stream()).map(c -> c.engine().orElse("none")).distinct().toList();
    }

    @Test
    public void enginesAreSwitchedByCommand() {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(WasmEngine.PROPERTY, "second", "service.ranking", -100));
        WasmEngine chicory = Served.service(context, WasmEngine.class, "(" + WasmEngine.PROPERTY + "=chicory)");
        ServiceRegistration<WasmEngine> second = context.registerService(WasmEngine.class, new SecondEngine(chicory), properties);
        try {
            for (int i = 0; i < SWAPS; i++) {
                String engine = i % 2 == 0 ? "second" : "chicory";
                apps.parallelStream().forEach(app -> app.deployment().useEngine(Optional.of(engine)));
                assertEquals(List.of(engine), engines());
                answersGoOn();
            }
            apps.forEach(app -> app.deployment().useEngine(Optional.of("second")));
        } finally {
            second.unregister();
        }
        assertEquals("the engine that was asked for has gone", List.of("chicory"), engines());
        answersGoOn();
    }

    @Test
    public void engineBundlesStopAreUpdatedAndReplaced() throws Exception {
        Path copy = Distribution.renamed(CHICORY, "it.second.engine");
        Map<String, WeakReference<ClassLoader>> left = new HashMap<>();
        Bundle first = Container.bundle(context, CHICORY);
        Bundle second = context.installBundle(copy.toUri().toString());
        second.start();
        for (int i = 0; i < SWAPS; i++) {
            // Whichever serves: the older service of two that are alike.
            Bundle serving = i % 2 == 0 ? first : second;
            left.put(serving.getSymbolicName() + " " + i, new WeakReference<>(serving.adapt(BundleWiring.class).getClassLoader()));
            Bundle now = Container.replace(context, serving, i / 2);
            first = serving == first ? now : first;
            second = serving == second ? now : second;
            assertEquals(List.of("chicory"), engines());
            answersGoOn();
        }
        second.uninstall();
        Container.refresh(context, second);
        answersGoOn();
        List<ClassLoader> current = List.of(first.adapt(BundleWiring.class).getClassLoader());
        left.values().removeIf(r -> current.stream().anyMatch(r::refersTo));
        Container.assertUnloaded(left);
    }
}
