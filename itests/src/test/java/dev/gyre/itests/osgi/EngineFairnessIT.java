package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

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
import org.osgi.framework.BundleContext;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Limits;

/** Sixty-four hostile requests at once, and another application that has to be served meanwhile; limits that operators change. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class EngineFairnessIT {
    private static final int ATTACKERS = 64;
    private static final String RULE = "dev.gyre.runtime.component";

    @Inject
    BundleContext context;

    private Served hostile;
    private Served good;

    @Configuration
    public Option[] config() {
        return Distribution.container();
    }

    @Before
    public void serve() throws Exception {
        hostile = Served.deploy(context, hostileApp());
        good = Served.deploy(context, Distribution.example("hello"));
        good.awaitState(Deployment.State.RUNNING);
    }

    @After
    public void stop() throws Exception {
        Settings.set(context, "dev.gyre.runtime", Map.of("memory", "256 MiB"));
        hostile.close();
        good.close();
    }

    private static Path hostileApp() throws Exception {
        Path folder = Temporary.folder();
        Files.copy(Distribution.guest("misbehave.wasm"), folder.resolve("misbehave.wasm"));
        Files.writeString(folder.resolve("spin.toml"), """
                spin_version = "1"
                name = "hostile"
                version = "0.1.0"
                trigger = { type = "http", base = "/" }
                [[component]]
                id = "bad"
                source = "misbehave.wasm"
                [component.trigger]
                route = "/..."
                """);
        Files.writeString(folder.resolve("gyre.toml"), "[limits]\ndeadline = \"3s\"\n");
        return folder;
    }

    /** Makes all attacks of one kind at once and serves the other application meanwhile. @return the statuses of the attacks */
    private Set<Integer> attack(String path) throws Exception {
        Set<Integer> statuses = new ConcurrentSkipListSet<>();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> victim = clients.submit(() -> {
                int served = 0;
                while (!over.get()) {
                    assertEquals("Hello from Gyre!\n", good.get("/hello").body());
                    served++;
                }
                return served;
            });
            List<Future<?>> attacks = new ArrayList<>();
            for (int i = 0; i < ATTACKERS; i++) {
                attacks.add(clients.submit(() -> statuses.add(hostile.get(path).statusCode())));
            }
            for (Future<?> attack : attacks) {
                attack.get();
            }
            over.set(true);
            assertTrue(path + ": the other application was served " + victim.get() + " times", victim.get() > 0);
        }
        assertEquals(200, hostile.get("/ok").statusCode());
        assertEquals(0, hostile.deployment().components().getFirst().running());
        return new TreeSet<>(statuses);
    }

    @Test
    public void loopsEndAtTheirDeadlines() throws Exception {
        assertEquals(Set.of(504), attack("/loop"));
    }

    @Test
    public void bulkMemoryFloodsEndAtTheirDeadlines() throws Exception {
        Settings.set(context, "dev.gyre.runtime", Map.of("memory", "4 MiB"));
        awaitMemory(4 << 20);
        assertEquals(Set.of(504), attack("/memory-fill?0"));
    }

    @Test
    public void guestsThatBlockInTheHostEndAtTheirDeadlines() throws Exception {
        assertEquals(Set.of(504), attack("/sleep?60000"));
    }

    @Test
    public void recursionEndsWithItsStack() throws Exception {
        Set<Integer> statuses = attack("/recurse");
        assertTrue(statuses.toString(), Set.of(500, 504).containsAll(statuses));
    }

    /** Sixty-four times the memory of one event is more than all may have, and one application gets half of that. */
    @Test
    public void growingToTheLimitAtOnceEndsAtTheLimitOfAll() throws Exception {
        Settings.set(context, "dev.gyre.runtime", Map.of("total-memory", "32 MiB", "memory", "8 MiB"));
        awaitMemory(8 << 20);
        Set<Integer> statuses = attack("/grow");
        assertTrue(statuses.toString(), Set.of(200, 500, 504).containsAll(statuses));
        assertEquals("what was taken comes back", "pages: 128\n", hostile.get("/grow").body());
        Settings.set(context, "dev.gyre.runtime", Map.of("total-memory", "8 MiB", "memory", "8 MiB"));
        awaitPages("pages: 64\n");
    }

    private void awaitPages(String body) {
        Served.await(body, () -> hostile.get("/grow").body().equals(body) ? java.util.Optional.of(true) : java.util.Optional.empty());
    }

    private Limits limits() {
        return hostile.deployment().components().getFirst().limits();
    }

    private void awaitMemory(long bytes) {
        Served.await("a limit of " + bytes + " bytes", () -> limits().memoryBytes() == bytes ? java.util.Optional.of(true) : java.util.Optional.empty());
    }

    @Test
    public void operatorsChangeLimitsOfARunningApplication() throws Exception {
        Settings.set(context, "dev.gyre.runtime", Map.of("memory", "16 MiB"));
        awaitMemory(16 << 20);
        assertEquals("pages: 256\n", hostile.get("/grow").body());
        var rule = Settings.add(context, RULE, "hostile", Map.of("app", "hostile", "memory", "8 MiB", "events", 7));
        awaitMemory(8 << 20);
        assertEquals(7, limits().events());
        assertEquals("pages: 128\n", hostile.get("/grow").body());
        rule.update(new java.util.Hashtable<>(Map.of("app", "hostile", "component", "bad", "memory", "4 MiB")));
        awaitMemory(4 << 20);
        assertEquals(256, limits().events());
        rule.delete();
        awaitMemory(16 << 20);
        Settings.set(context, "dev.gyre.runtime", Map.of("memory", "a lot"));
        Settings.set(context, "dev.gyre.runtime", Map.of("memory", "24 MiB"));
        awaitMemory(24 << 20);
    }
}
