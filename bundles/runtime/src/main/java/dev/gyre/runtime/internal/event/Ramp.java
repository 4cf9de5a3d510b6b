package dev.gyre.runtime.internal.event;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The share of the events of one code that a newcomer gets. It grows while the newcomer's times are near those of the one that
 * serves, or, when they have stopped coming nearer, as near as they were at their best: a compiler that takes long to warm up is waited for, and
 * an engine that never gets as fast is not waited for in vain. Times are compared as averages of their logarithms, which a few slow
 * events do not move, and always with those of the same moment, so that it does not matter what else the machine has to do. Thread-safe.
 */
final class Ramp {
    /** The first share is one event in so many, and each step doubles it. */
    private static final int FIRST = 128;
    private static final int STEPS = 7;
    /** So many of the newcomer's events decide about the first step, and twice as many about each later one: all take about as long. */
    private static final int SAMPLES = 8;
    /** Up to this many times slower than before it may have more: with all events it would at worst be felt so much. */
    private static final double WARM = Math.log(2);
    /** More than this many times slower it gets less. */
    private static final double COLD = Math.log(4);
    /** Weight of one event in the average of the one that serves. */
    private static final double WEIGHT = 1.0 / 64;
    /** So many of the newcomer's events tell together whether it still gets faster. */
    static final int BLOCK = 256;
    /**
     * Before so many events times may stand still and fall again: compilers take a function for the last time when it was called some
     * thousand times.
     */
    static final int LEAST = 1024;
    /**
     * So many of the newcomer's events that ran out of time, and more than did not, are enough where those of the one that serves do not: each is a
     * request that fails.
     */
    private static final int HOPELESS = 3;
    /** Among so many events of the one that serves, one that ran out of time is an exception. */
    private static final int SELDOM = 10;
    /** Who is a tenth less slow than ever before has got faster. */
    private static final double FASTER = 0.1;

    private final AtomicLong events = new AtomicLong();
    private volatile int step;
    private volatile int leastStep;
    /** Guarded by this, as is what follows. */
    private double before = Double.NaN;
    private long served;
    private long servedLate;
    private long triedLate;
    /** How much slower than before the newcomer's events were, added up. */
    private double sum;
    private int samples;
    private double blockSum;
    /** Of the newcomer's events. */
    private long tries;
    private double least = Double.POSITIVE_INFINITY;
    /** How many events there had been when it last got faster. */
    private long gotFaster;

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
        served++;
        double log = Math.log(Math.max(1, nanos));
        before = Double.isNaN(before) ? log : before + WEIGHT * (log - before);
    }

    /** A guest's time in an event of the newcomer. */
    synchronized void tried(long nanos) {
        if (Double.isNaN(before)) {
            return;
        }
        double slowerNow = Math.log(Math.max(1, nanos)) - before;
        note(slowerNow);
        sum += slowerNow;
        if (++samples < SAMPLES << step) {
            return;
        }
        double slower = sum / samples - (isSettled() ? Math.max(0, least) : 0);
        sum = 0;
        samples = 0;
        if (slower <= WARM) {
            step = Math.min(STEPS, step + 1);
        } else if (slower > COLD) {
            step = Math.max(0, step - 1);
        }
    }

    /** An event of the one that serves ran out of time. */
    synchronized void servedLate() {
        servedLate++;
    }

    /** An event of the newcomer ran out of time. @return whether it would go on like that */
    synchronized boolean triedLate() {
        triedLate++;
        return triedLate >= HOPELESS && triedLate > tries && servedLate * SELDOM <= served;
    }

    private void note(double slower) {
        blockSum += slower;
        if (++tries % BLOCK == 0) {
            double mean = blockSum / BLOCK;
            blockSum = 0;
            if (mean < least - FASTER) {
                least = mean;
                gotFaster = tries;
            }
        }
    }

    /** Whether it has not got faster in the last half of its events. */
    private boolean isSettled() {
        return tries >= LEAST && gotFaster <= tries / 2;
    }

    /** @param part from 0, as slow as it takes, to 1, at once */
    void hurry(double part) {
        leastStep = (int) (part * STEPS);
    }

    boolean warm() {
        return step == STEPS;
    }
}
