package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;

import dev.gyre.api.runtime.Deployment;

/** Every bundle of the distribution resolves, starts, and survives being stopped, updated and refreshed. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BundlesIT {
    /** What the test itself and Pax Exam stand on. */
    private static final Set<String> CONTAINER = Set.of("org.ops4j.pax.logging.pax-logging-api", "org.ops4j.pax.logging.pax-logging-logback");

    private static final String API = "dev.gyre.api";

    @Inject
    BundleContext context;

    @Configuration
    public Option[] config() {
        return Distribution.container();
    }

    private List<Bundle> gyre() {
        return Container.gyre(context);
    }

    @Test
    public void everyBundleIsActive() {
        List<String> notActive = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
            if (!fragment && bundle.getState() != Bundle.ACTIVE) {
                notActive.add(bundle.getSymbolicName() + " is in state " + bundle.getState());
            }
        }
        assertEquals(List.of(), notActive);
        assertTrue("bundles of ours: " + gyre(), gyre().size() >= 14);
    }

    /** What bundles register they also declare, so that the resolver and the doctor know without starting them. */
    @Test
    public void bundlesDeclareWhatTheyBring() throws Exception {
        List<String> undeclared = new ArrayList<>();
        Map<String, String> kinds = Map.of("dev.gyre.api.trigger.Trigger", "trigger", "dev.gyre.api.executor.HttpExecutor", "executor",
                "dev.gyre.api.engine.WasmEngine", "engine", "dev.gyre.api.loader.AppLoader", "scheme");
        for (Map.Entry<String, String> kind : kinds.entrySet()) {
            ServiceReference<?>[] services = context.getAllServiceReferences(kind.getKey(), null);
            assertTrue(kind.getKey(), services != null && services.length > 0);
            for (ServiceReference<?> service : services) {
                String namespace = "dev.gyre." + (kind.getValue().equals("scheme") ? "loader" : kind.getValue());
                String name = String.valueOf(service.getProperty("gyre." + kind.getValue()));
                boolean declared = service.getBundle().adapt(BundleRevision.class).getDeclaredCapabilities(namespace).stream()
                        .anyMatch(c -> name.equals(c.getAttributes().get(namespace)));
                if (!declared) {
                    undeclared.add(service.getBundle().getSymbolicName() + ": " + namespace + "=" + name);
                }
            }
        }
        assertEquals(List.of(), undeclared);
    }

    @Test
    public void everyBundleCanBeStoppedAndStarted() throws Exception {
        for (Bundle bundle : gyre()) {
            bundle.stop();
            bundle.start();
            assertServes("stop and start of " + bundle.getSymbolicName());
        }
    }

    @Test
    public void everyBundleCanBeUpdatedAndRefreshed() throws Exception {
        for (Bundle bundle : gyre()) {
            if (!bundle.getSymbolicName().equals(API)) {
                bundle.update();
                refresh(bundle);
                assertServes("refresh of " + bundle.getSymbolicName());
            }
        }
    }

    @Test
    public void everyLibraryCanBeRefreshed() throws Exception {
        for (Bundle bundle : context.getBundles()) {
            String name = bundle.getSymbolicName();
            if ((name.startsWith("org.eclipse.jetty") || name.startsWith("org.apache.felix.")) && bundle.getBundleId() != 0 && !CONTAINER.contains(name)) {
                refresh(bundle);
                assertServes("refresh of " + name);
            }
        }
    }

    private void assertServes(String after) throws Exception {
        try (Served hello = Served.deploy(context, Distribution.example("hello"))) {
            hello.awaitState(Deployment.State.RUNNING);
            assertEquals(after, "Hello from Gyre!\n", hello.get("/hello").body());
        } catch (Exception | AssertionError e) {
            throw new AssertionError("after the " + after + ": " + e, e);
        }
    }

    private void refresh(Bundle bundle) throws Exception {
        Container.refresh(context, bundle);
    }
}
