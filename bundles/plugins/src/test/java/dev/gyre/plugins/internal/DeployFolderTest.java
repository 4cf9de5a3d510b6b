package dev.gyre.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;

/** Jars that come, change and go, in a real framework; a restart has an empty one, as a container's. */
class DeployFolderTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;
    private Framework framework;
    private DeployFolder deploy;

    @BeforeEach
    void begin() throws Exception {
        System.clearProperty(Behaving.GO_ON);
        Files.createDirectories(folder.resolve("deploy"));
        start(LONG);
    }

    private void start(Duration patience) throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT));
        framework.start();
        PlugInStore store = new PlugInStore(framework.getBundleContext(), Rules.of(name -> null), new Guard(), Optional.empty());
        deploy = new DeployFolder(framework.getBundleContext(), store, new LastGood(folder.resolve("data/plugins")), patience);
    }

    @AfterEach
    void stop() throws Exception {
        System.setProperty(Behaving.GO_ON, "");
        deploy.close();
        framework.stop();
        framework.waitForStop(30_000);
    }

    private Path jar(String name, String headers) throws Exception {
        return BundleJar.write(folder.resolve("deploy").resolve(name), headers);
    }

    private void install(String name, String headers) throws Exception {
        deploy.install(jar(name, headers).toFile());
    }

    private void update(String name, String headers) throws Exception {
        deploy.update(jar(name, headers).toFile());
    }

    /** Name, version and whether it runs. */
    private List<String> bundles() {
        return Arrays.stream(framework.getBundleContext().getBundles()).filter(b -> b.getBundleId() != 0)
                .map(b -> b.getSymbolicName() + " " + b.getVersion() + (b.getState() == Bundle.ACTIVE ? "" : " does not run")).sorted().toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
    }

    private static String importing(String name, String version) {
        return BundleJar.plugIn(name, version, "well").replace("org.osgi.framework\r\n", "org.osgi.framework,acme.library\r\n");
    }

    @Test
    void whatCannotResolveDoesNotTouchWhatRuns() throws Exception {
        install("a.jar", BundleJar.plugIn("acme.a", "1.0.0", "well"));
        List<Integer> events = new CopyOnWriteArrayList<>();
        Bundle a = framework.getBundleContext().getBundles()[1];
        framework.getBundleContext().addBundleListener((SynchronousBundleListener) e -> {
            if (e.getBundle() == a) {
                events.add(e.getType());
            }
        });
        update("a.jar", importing("acme.a", "2.0.0"));
        assertEquals(List.of("acme.a 1.0.0"), bundles());
        assertEquals(List.of(), events);
        // what was missing comes, and then so does the new version
        install("library.jar", "Bundle-SymbolicName: acme.library\r\nExport-Package: acme.library\r\n");
        assertEquals(List.of("acme.a 2.0.0", "acme.library 0.0.0"), bundles());
        assertTrue(events.contains(BundleEvent.UPDATED));
    }

    @Test
    void whatRanBeforeRunsAfterARestartToo() throws Exception {
        String[] broken = {importing("acme.a", "2.0.0"), BundleJar.plugIn("acme.a", "3.0.0", "badly"), "no: bundle\r\n"};
        for (String next : broken) {
            install("a.jar", BundleJar.plugIn("acme.a", "1.0.0", "well"));
            update("a.jar", next);
            assertEquals(List.of("acme.a 1.0.0"), bundles(), next);
            stop();
            start(LONG);
            deploy.install(folder.resolve("deploy/a.jar").toFile());
            assertEquals(List.of("acme.a 1.0.0"), bundles(), next);
            update("a.jar", BundleJar.plugIn("acme.a", "4.0.0", "well"));
            assertEquals(List.of("acme.a 4.0.0"), bundles(), next);
            deploy.uninstall(folder.resolve("deploy/a.jar").toFile());
            assertEquals(List.of(), bundles());
        }
        // nothing ran before that was taken away
        install("a.jar", broken[0]);
        assertEquals(List.of("acme.a 2.0.0 does not run"), bundles());
    }

    @Test
    void atAStartTheOrderDoesNotMatter() throws Exception {
        install("b.jar", importing("acme.b", "1.0.0"));
        install("library.jar", "Bundle-SymbolicName: acme.library\r\nExport-Package: acme.library\r\n");
        install("c.jar", BundleJar.plugIn("acme.c", "1.0.0", "well"));
        stop();
        jar("c.jar", importing("acme.c", "2.0.0"));
        start(LONG);
        for (String name : List.of("b.jar", "c.jar", "library.jar")) {
            deploy.install(folder.resolve("deploy").resolve(name).toFile());
        }
        assertEquals(List.of("acme.b 1.0.0", "acme.c 2.0.0", "acme.library 0.0.0"), bundles());
    }

    @Test
    void aTwinTakesThePlaceOfTheOneThatGoes() throws Exception {
        install("one.jar", BundleJar.plugIn("acme.a", "1.0.0", "well"));
        install("two.jar", BundleJar.plugIn("acme.a", "1.0.0", "well") + "Twin: two\r\n");
        assertEquals(List.of("acme.a 1.0.0"), bundles());
        deploy.uninstall(folder.resolve("deploy/one.jar").toFile());
        assertEquals(List.of("acme.a 1.0.0"), bundles());
        assertEquals("two", framework.getBundleContext().getBundles()[1].getHeaders().get("Twin"));
    }

    @Test
    void whatNeverReturnsFromItsStartHoldsUpNobody() throws Exception {
        stop();
        System.clearProperty(Behaving.GO_ON);
        start(Duration.ofMillis(50));
        install("hang.jar", BundleJar.plugIn("acme.hang", "1.0.0", "hang"));
        install("good.jar", BundleJar.plugIn("acme.good", "1.0.0", "well"));
        await(() -> bundles().contains("acme.good 1.0.0"));
        assertEquals(List.of("acme.good 1.0.0", "acme.hang 1.0.0 does not run"), bundles());
        update("hang.jar", BundleJar.plugIn("acme.hang", "2.0.0", "well"));
        System.setProperty(Behaving.GO_ON, "");
        await(() -> bundles().contains("acme.hang 2.0.0"));
        assertEquals(List.of("acme.good 1.0.0", "acme.hang 2.0.0"), bundles());
    }
}
