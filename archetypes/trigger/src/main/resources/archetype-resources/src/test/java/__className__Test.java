package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.test.kit.TestContainer;

class ${className}Test {
    /** Its module writes what it is told to its standard output. */
    private static final Path APP = Path.of("src/test/app");

    @Test
    void callsTheComponent() throws Exception {
        Path log = TestContainer.logs(APP).resolve("hello_stdout.txt");
        Files.deleteIfExists(log);
        try (TestContainer container = new TestContainer()) {
            container.add(new ${className}());
            Deployment app = container.deploy(APP);
            assertEquals(List.of("Timer: hello every 100 ms"), app.announcement());
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!Files.exists(log) && System.nanoTime() < end) {
                Thread.sleep(10);
            }
        }
        assertEquals("time to get up", Files.readAllLines(log).getFirst());
    }

    @Test
    void whateverAnEventDoesTheNextOneComes() throws Exception {
        CountDownLatch events = new CountDownLatch(3);
        ${className}.Clock clock = new ${className}.Clock("broken", Duration.ofMillis(1), () -> {
            events.countDown();
            throw new AssertionError("of one event");
        });
        assertTrue(events.await(60, TimeUnit.SECONDS));
        clock.stop();
        clock.awaitEnd(System.nanoTime() + Duration.ofSeconds(60).toNanos());
    }
}
