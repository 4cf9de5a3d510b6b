package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Optional;

import javax.inject.Inject;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Refreshing the API gives every other bundle a new class loader, the test's own included, so it only looks from outside. */
@RunWith(PaxExam.class)
public class ApiRefreshIT {
    @Inject
    BundleContext context;

    @Configuration
    public Option[] config() {
        return Distribution.container();
    }

    @Test
    public void allBundlesComeBack() throws Exception {
        BundleContext system = context.getBundle(0).getBundleContext();
        Container.refresh(system, Container.bundle(system, "dev.gyre.api"));
        Served.await("the runtime", () -> anybodys(system, "dev.gyre.api.runtime.Deployments"));
        List<String> notActive = Container.gyre(system).stream().filter(b -> b.getState() != Bundle.ACTIVE).map(Bundle::getSymbolicName).toList();
        assertEquals(List.of(), notActive);
    }

    /** Whatever class loader its type is from: the test's class path has one of its own. */
    private static Optional<ServiceReference<?>> anybodys(BundleContext system, String type) {
        try {
            return Optional.ofNullable(system.getAllServiceReferences(type, null)).map(found -> found[0]);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
