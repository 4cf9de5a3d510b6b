package dev.gyre.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.ConcurrentHistogram;

/** Load over several connections whose latencies are kept by windows of time. Thread-safe. */
final class Timeline implements AutoCloseable {
    static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(250);

    private final long origin = System.nanoTime();
    private final ConcurrentSkipListMap<Long, ConcurrentHistogram> windows = new ConcurrentSkipListMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private volatile boolean running = true;

    /** @param connections of each target */
    Timeline(List<URI> targets, int connections) {
        for (URI target : targets) {
            for (int i = 0; i < connections; i++) {
                threads.add(Thread.ofPlatform().start(() -> run(new Load(target))));
            }
        }
    }

    private void run(Load load) {
        try {
            load.connection(() -> running, (at, latency) -> windows.computeIfAbsent((at - origin) / WINDOW, k -> new ConcurrentHistogram(3)).recordValue(latency));
        } catch (Exception e) {
            synchronized (failures) {
                failures.add(e);
            }
        }
    }

    /** The number of the window that is now. */
    long now() {
        return (System.nanoTime() - origin) / WINDOW;
    }

    /** The 99th percentile of each whole window, in microseconds. */
    double[] p99(long from, long to) {
        return windows.subMap(from, to).values().stream().mapToDouble(h -> h.getValueAtPercentile(99) / 1e3).toArray();
    }

    /** Ends the load. @throws IllegalStateException when a request failed */
    @Override
    public void close() throws InterruptedException {
        running = false;
        for (Thread thread : threads) {
            thread.join();
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new IllegalStateException(failures.size() + " connections failed", failures.getFirst());
            }
        }
    }
}
