package dev.gyre.wasi.backend;

import java.lang.management.ManagementFactory;
import java.time.Instant;

/** The clocks of one event, in nanoseconds. For the event's thread. */
public final class EventClocks {
    /** What the JDK promises of {@link Instant#now()}. */
    public static final long REALTIME_RESOLUTION = 1_000;
    public static final long MONOTONIC_RESOLUTION = 1;
    public static final long CPU_RESOLUTION = 1_000;

    private final long started = System.nanoTime();
    private long cpuStarted = -1;

    /** Since 1970-01-01T00:00:00Z. */
    public long realtime() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** Since the event began: the host's up-time is not the guest's business. */
    public long monotonic() {
        return System.nanoTime() - started;
    }

    /**
     * What the event has computed since it first asked. The JDK does not count this for virtual threads; there it is the time
     * since the event began, which is never less.
     */
    public long cpu() {
        if (Thread.currentThread().isVirtual()) {
            return monotonic();
        }
        long now = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        if (cpuStarted < 0) {
            cpuStarted = now;
        }
        return now - cpuStarted;
    }
}
