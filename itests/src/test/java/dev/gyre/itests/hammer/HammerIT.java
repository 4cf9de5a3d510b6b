package dev.gyre.itests.hammer;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import javax.inject.Inject;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

import dev.gyre.itests.osgi.Distribution;

/**
 * Every bundle of the distribution is stopped, started, updated, refreshed and replaced in random order while {@code gyre serve} serves
 * HTTP requests and Redis messages. No event may fail but those of a step that takes away what receives them; afterwards all
 * serves, and nothing is left of what has gone. A failure tells its seed:
 * {@code mvn -pl itests -am verify -Psoak -Dit.test=HammerIT -Dgyre.hammer.seconds=300 -Dgyre.hammer.seed=42}.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class HammerIT {
    private static final long SECONDS = Long.getLong("gyre.hammer.seconds", Distribution.withGraal() ? 12 : 24);
    private static final String RANDOM = "random";
    private static final long SEED = seed(System.getProperty("gyre.hammer.seed", "42"));

    @Inject
    BundleContext context;

    private static long seed(String property) {
        return property.equals(RANDOM) ? System.nanoTime() % 1_000_000 : Long.parseLong(property);
    }

    @Configuration
    public Option[] config() {
        return Distribution.asLaunched(HammerRedis.start(), Distribution.property("gyre.hammer.seconds"), Distribution.property("gyre.hammer.seed"));
    }

    @Test
    public void everythingServesWhateverIsDoneToTheBundles() throws Exception {
        System.out.println("hammer: seed " + SEED + ", " + SECONDS + " s");
        // nothing here uses a class of Gyre: a refresh of its API would take the test along
        BundleContext system = context.getBundle(0).getBundleContext();
        Steps steps = new Steps(system, context.getBundle(), new Random(SEED));
        try (HammeredServer server = HammeredServer.start(system, HammerRedis.port()); Events events = new Events(server)) {
            events.awaitAll("the start");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (System.nanoTime() < end && events.failures(steps.gaps()).isEmpty()) {
                steps.next(events);
            }
            events.end();
            System.out.println("hammer: " + steps.count() + " steps, " + events);
            assertEquals("seed " + SEED + ": " + events + "\n" + steps, List.of(), events.failures(steps.gaps()));
            assertEquals("seed " + SEED + "\n" + steps, List.of(), steps.notActive());
            assertEquals("gyre serve ended", List.of(), server.exits());
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + SEED + ": " + e.getMessage() + "\n" + steps, e);
        }
        steps.assertUnloaded();
    }
}
