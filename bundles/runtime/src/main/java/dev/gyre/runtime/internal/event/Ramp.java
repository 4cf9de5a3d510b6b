package dev.gyre.runtime.internal.event;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The share of one component's events that a newcomer gets. Times are compared as averages of their logarithms, which a few
 * slow events do not move. Thread-safe.
 */
final class Ramp {
    /** The first share is one event in so many, and each step doubles it. */
    private static final int FIRST = 128;
    private static final int STEPS = 7;
    /** So many of the newcomer's events decide about a step. */
    private static final int SAMPLES = 16;
    /** Up to this many times slower than before counts as warm. */
    private static final double WARM = Math.log(1.5);
    /** More than this many times slower takes the share back to the first. */
    private static final double COLD = Math.log(3);
    /** Weight of one event in the average of the one that serves. */
    private static final double WEIGHT = 1.0 / 64;

    private final AtomicLong events = new AtomicLong();
    private volatile int step;
    private volatile int leastStep;
    /** Guarded by this. */
    private double before = Double.NaN;
    private double sum;
    private int samples;

    /** Counts an event, and says whether the newcomer gets it. */
    boolean picks() {
        return events.getAndIncrement() % (FIRST >> Math.max(step, leastStep)) == 0;
    }

    long events() {
        return events.get();
    }

    /** A guest's time in an event of the one that serves. */
    synchronized void served(long nanos) {
        double log = Math.log(Math.max(1, nanos));
        before = Double.isNaN(before) ? log : before + WEIGHT * (log - before);
    }

    /** A guest's time in an event of the newcomer. */
    synchronized void tried(long nanos) {
        sum += Math.log(Math.max(1, nanos));
        if (++samples < SAMPLES || Double.isNaN(before)) {
            return;
        }
        double slower = sum / samples - before;
        sum = 0;
        samples = 0;
        if (slower <= WARM) {
            step = Math.min(STEPS, step + 1);
        } else if (slower > COLD) {
            step = 0;
        }
    }

    /** @param part from 0, as slow as it takes, to 1, at once */
    void hurry(double part) {
        leastStep = (int) (part * STEPS);
    }

    boolean warm() {
        return step == STEPS;
    }
}
