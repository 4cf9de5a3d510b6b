package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Requests that never pause while something is done to the container. */
final class Load implements AutoCloseable {
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicLong answered = new AtomicLong();
    private final Map<String, Long> failures = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @param expected body of a right answer */
    static Load on(URI address, int connections, String path, String expected) {
        Load load = new Load();
        for (int i = 0; i < connections; i++) {
            load.threads.submit(() -> load.loop(address, path, expected));
        }
        return load;
    }

    private void loop(URI address, String path, String expected) {
        while (running.get()) {
            try {
                HttpResponse<String> response = Served.get(address, path);
                if (response.statusCode() == 200 && response.body().equals(expected)) {
                    answered.incrementAndGet();
                } else {
                    failed(response.statusCode() + " " + response.body());
                }
            } catch (RuntimeException e) {
                failed(e.toString());
            }
        }
    }

    private void failed(String what) {
        failures.merge(what, 1L, Long::sum);
    }

    long answered() {
        return answered.get();
    }

    /** Waits until this many more requests were answered, so that a step is known to have met load. */
    void awaitMore(long more) {
        long target = answered.get() + more;
        Served.await(more + " more answers", () -> answered.get() >= target || !failures.isEmpty() ? java.util.Optional.of(true) : java.util.Optional.empty());
    }

    /** Ends the load and checks that nothing went wrong. */
    @Override
    public void close() {
        running.set(false);
        threads.close();
        assertEquals("failed requests beside " + answered + " right ones", Map.of(), failures);
        assertTrue("no request was made", answered.get() > 0);
    }
}
