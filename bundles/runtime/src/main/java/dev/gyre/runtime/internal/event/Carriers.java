package dev.gyre.runtime.internal.event;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * The threads that carry virtual ones, one for each processor, and one more for each guest that computes without a pause: such
 * a guest keeps its carrier, and with as many of them as processors nobody else would run. The kernel then shares the
 * processors among them. For one thread at a time.
 */
final class Carriers {
    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);
    /** Beyond this, guests that compute wait for each other, and whoever comes waits with them. */
    private static final int MOST = 256;
    /** Carriers stay this long when they are needed no more: guests that compute come in bursts. */
    private static final long LINGER = TimeUnit.SECONDS.toNanos(2);

    private VirtualThreadSchedulerMXBean scheduler;
    private boolean unavailable;
    private int base;
    private int extra;
    private long neededAt;

    /**
     * Makes room beside guests that compute.
     *
     * @param computing how many there are
     * @param now       nanoseconds
     */
    void adjust(int computing, long now) {
        int wanted = Math.min(computing, MOST);
        if (wanted >= extra) {
            neededAt = now;
        }
        if (unavailable || wanted == extra || wanted < extra && now - neededAt < LINGER) {
            return;
        }
        try {
            // Asked for when the first guest computes: management takes a tenth of a second to start.
            if (scheduler == null) {
                scheduler = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
                base = scheduler.getParallelism();
            }
            scheduler.setParallelism(base + wanted);
        } catch (RuntimeException e) {
            unavailable = true;
            LOG.warn("guests that compute may delay others: the number of threads for them cannot be changed: {}", e.toString());
            return;
        }
        // The scheduler starts a carrier when something new is to be run, and what waits has been handed over already.
        IntStream.range(extra, wanted).forEach(i -> Thread.startVirtualThread(() -> { }));
        extra = wanted;
    }
}
