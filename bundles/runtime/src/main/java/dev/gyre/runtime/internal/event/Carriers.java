package dev.gyre.runtime.internal.event;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

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
        if (unavailable || wanted == 0 && extra == 0) {
            return;
        }
        try {
            if (wanted > extra || wanted < extra && now - neededAt > LINGER) {
                scheduler().setParallelism(base + wanted);
                extra = wanted;
            }
            wake();
        } catch (RuntimeException e) {
            unavailable = true;
            LOG.warn("guests that compute may delay others: the number of threads for them cannot be changed: {}", e.toString());
        }
    }

    /**
     * Has the scheduler start a carrier it may have and lacks, or wake one that sleeps since an earlier burst. It does so when
     * something is queued where nothing was, so what waits already is of no help: a thread that never was there before queues
     * in a place of its own.
     */
    private void wake() {
        if (scheduler.getQueuedVirtualThreadCount() > 0 && scheduler.getMountedVirtualThreadCount() < base + extra) {
            Thread.ofPlatform().daemon().name("gyre-carriers").start(() -> Thread.startVirtualThread(() -> { }));
        }
    }

    private VirtualThreadSchedulerMXBean scheduler() {
        // Asked for when the first guest computes: management takes a tenth of a second to start.
        if (scheduler == null) {
            scheduler = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
            base = scheduler.getParallelism();
        }
        return scheduler;
    }
}
