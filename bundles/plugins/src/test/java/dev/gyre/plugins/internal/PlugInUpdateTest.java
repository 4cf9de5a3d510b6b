package dev.gyre.plugins.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleWiring;

import dev.gyre.api.GyreException;

/** New contents of a bundle that others use, in a real framework. */
class PlugInUpdateTest {
    @TempDir
    Path folder;
    private Framework framework;
    private PlugInStore store;
    private Bundle library;
    private Bundle user;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve("cache").toString()));
        framework.start();
        store = new PlugInStore(framework.getBundleContext(), Rules.of(name -> null), new Guard(), Optional.empty());
        library = store.install(library("1.0.0"));
        user = store.install(jar("user.jar", "Bundle-SymbolicName: acme.user\r\nImport-Package: acme.library\r\n"));
        library.start();
        user.start();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private Path library(String version) throws IOException {
        return jar("library-" + version + ".jar", "Bundle-SymbolicName: acme.library;singleton:=true\r\nBundle-Version: " + version + "\r\nExport-Package: acme.library\r\n");
    }

    private Path jar(String name, String headers) throws IOException {
        return BundleJar.write(folder.resolve(name), headers);
    }

    private Bundle provider() {
        return user.adapt(BundleWiring.class).getRequiredWires("osgi.wiring.package").getFirst().getProvider().getBundle();
    }

    @Test
    void aSingletonIsReplacedUnderThoseWhoUseIt() throws Exception {
        BundleWiring before = library.adapt(BundleWiring.class);
        store.update(library, library("1.1.0"));
        assertEquals(Version.valueOf("1.1.0"), library.getVersion());
        assertEquals(false, before.isInUse(), "the old contents are still used");
        assertEquals(Bundle.ACTIVE, user.getState());
        assertEquals(Bundle.ACTIVE, library.getState());
        assertEquals(library, provider());
    }

    @Test
    void whatCannotReplaceItLeavesItRunning() throws Exception {
        Path broken = jar("broken.jar", "Bundle-SymbolicName: acme.library\r\nImport-Package: a,a,;;\r\n");
        assertThrows(GyreException.class, () -> store.update(library, broken));
        assertEquals(Version.valueOf("1.0.0"), library.getVersion());
        assertEquals(Bundle.ACTIVE, library.getState());
        assertEquals(Bundle.ACTIVE, user.getState());
    }

    @Test
    void whatDoesNotStartGivesWayToWhatRanAndToThoseWhoUsedIt() throws Exception {
        Path bad = jar("bad.jar", BundleJar.plugIn("acme.library", "2.0.0", "badly"));
        GyreException e = assertThrows(GyreException.class, () -> store.update(library, bad));
        assertTrue(e.getMessage().contains("I do not want to"), e.getMessage());
        assertEquals(Version.valueOf("1.0.0"), library.getVersion());
        assertEquals(Bundle.ACTIVE, library.getState());
        assertEquals(Bundle.ACTIVE, user.getState());
        assertEquals(library, provider());
    }
}
