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
    private static final int SAMPLES = 8;
    /** Up to this many times slower than before it may have more: with all events it would at worst be felt so much. */
    private static final double WARM = Math.log(2);
    /** More than this many times slower it gets less. */
    private static final double COLD = Math.log(4);
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
        return events.getAndIncrement() % (FIRST >> shared()) == 0;
    }

    /** Whether the share is still the first. */
    boolean first() {
        return shared() == 0;
    }

    private int shared() {
        return Math.max(step, leastStep);
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
            step = Math.max(0, step - 1);
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
