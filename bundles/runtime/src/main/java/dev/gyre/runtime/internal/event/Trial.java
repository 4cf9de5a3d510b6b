package dev.gyre.runtime.internal.event;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings a new generation into service without its cold code being felt: it gets a share of the real events that is far below
 * the hundredth which a 99th percentile looks at, and more as its own times come near those of the generation that serves, or as near
 * as they ever will ({@link Ramp}). Only towards the end of its time it gets more whatever its times are, and all of them then: a service that goes
 * sets it an end, and so does traffic too thin to warm anything. Events alone warm it: a call made up by the runtime would have side
 * effects. Thread-safe.
 */
public final class Trial {
    /** With no event for so long nobody would feel anything. */
    private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(500);
    /** The last part of the time, in which the share grows by itself. */
    private static final long RUSH = TimeUnit.SECONDS.toNanos(5);

    private final Linked newcomer;
    private final Map<String, Ramp> ramps;
    private final long start = System.nanoTime();
    /** Events of the newcomer. */
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile String failure = "";
    private long lastEvents;
    private long lastActive = start;

    /** @param cold the components whose code is new */
    public Trial(Linked newcomer, Set<String> cold) {
        this.newcomer = newcomer;
        // Components with the same code warm it together.
        Map<CompiledCode, Ramp> byCode = new HashMap<>();
        this.ramps = cold.stream().collect(Collectors.toUnmodifiableMap(Function.identity(),
                id -> byCode.computeIfAbsent(newcomer.components().get(id).guest().code(), code -> new Ramp())));
    }

    Linked newcomer() {
        return newcomer;
    }

    /** The ramp of a component; nothing for one whose code is warm. */
    Optional<Ramp> ramp(String component) {
        return Optional.ofNullable(ramps.get(component));
    }

    /**
     * Counts an event of a component, and says whether the newcomer gets it. The very first ones load classes and may take a
     * hundred times as long as those to come, so that it gets the second only when it has ended the first, and so on.
     */
    boolean picks(Ramp ramp) {
        if (!ramp.picks()) {
            return false;
        }
        if (ramp.first() && open.get() > ended.get()) {
            return false;
        }
        open.incrementAndGet();
        return true;
    }

    /** An event of the newcomer is over. */
    void ended() {
        open.decrementAndGet();
        ended.incrementAndGet();
    }

    /** The newcomer's engine failed, which is no guest's fault. */
    void failed(String component, String problem) {
        failure = "it failed in component \"" + component + "\": " + problem;
    }

    /** What is wrong with the newcomer; empty when nothing is known. */
    public String failure() {
        return failure;
    }

    /**
     * Looks at how far it is; to be called every few hundredths of a second, by one thread.
     *
     * @param limit nanoseconds the whole trial may take
     * @return whether the newcomer may serve all events now
     */
    public boolean ready(long limit) {
        long now = System.nanoTime();
        long events = ramps.values().stream().distinct().mapToLong(Ramp::events).sum();
        if (events != lastEvents) {
            lastEvents = events;
            lastActive = now;
        }
        long left = start + limit - now;
        long rush = Math.min(RUSH, limit / 4);
        double hurry = rush == 0 ? 1 : Math.clamp(1 - (double) left / rush, 0.0, 1.0);
        ramps.values().forEach(r -> r.hurry(hurry));
        return left <= 0 || now - lastActive > IDLE || ramps.values().stream().allMatch(Ramp::warm);
    }
}
