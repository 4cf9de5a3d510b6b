package dev.gyre.runtime.internal.event;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Has guests that compute for long take turns, so that a processor is left for all who want one for a moment only. However many
 * there are, no more of them run at once than there are processors, and one less while other events come. The others are paused where
 * they could be stopped, which frees their threads; a turn goes to the application that has waited longest for one, and in it to the event
 * that has. A component whose events wait for turns begins others a few at a time: each computes for a while before it is found out.
 * For one thread.
 */
final class Turns {
    /** Of one turn, when others wait. */
    static final long TURN = TimeUnit.MILLISECONDS.toNanos(100);
    /** An event whose turn has begun and that is not seen computing for as long does something else. */
    private static final long START = TimeUnit.MILLISECONDS.toNanos(40);

    private final int processors;
    /** Since when they run, longest first. */
    private final Map<EventLease, Long> running = new LinkedHashMap<>();
    /** Longest first. */
    private final Set<EventLease> waiting = new LinkedHashSet<>();
    private final Map<String, Long> lastTurns = new HashMap<>();
    private Set<Places> narrowed = Set.of();

    /** @param processors that all share */
    Turns(int processors) {
        this.processors = processors;
    }

    /**
     * Decides who runs until the next call.
     *
     * @param computing events that computed at this look and the one before
     * @param others    whether other events have come since
     * @param now       nanoseconds
     */
    void share(Set<EventLease> computing, boolean others, long now) {
        waiting.removeIf(EventLease::isOver);
        running.entrySet().removeIf(e -> !computing.contains(e.getKey()) && now - e.getValue() > START || e.getKey().isOver());
        for (EventLease lease : computing) {
            if (!waiting.contains(lease) && lease.isPausable()) {
                running.putIfAbsent(lease, now);
            }
        }
        int allowed = Math.max(1, others ? processors - 1 : processors);
        boolean contended = !waiting.isEmpty();
        int excess = running.size() - allowed;
        for (Map.Entry<EventLease, Long> turn : List.copyOf(running.entrySet())) {
            if (excess > 0 || contended && now - turn.getValue() >= TURN) {
                running.remove(turn.getKey());
                excess--;
                if (turn.getKey().hold()) {
                    waiting.add(turn.getKey());
                }
            }
        }
        while (running.size() < allowed && !waiting.isEmpty()) {
            EventLease next = next();
            waiting.remove(next);
            running.put(next, now);
            lastTurns.put(next.appName(), now);
            next.release();
        }
        if (waiting.isEmpty()) {
            lastTurns.clear();
        }
    }

    private EventLease next() {
        return waiting.stream().min(Comparator.comparingLong(lease -> lastTurns.getOrDefault(lease.appName(), Long.MIN_VALUE))).orElseThrow();
    }

    /** Whether any event waits for its turn. */
    boolean areTaken() {
        return !waiting.isEmpty();
    }

    /**
     * Lets few events of components begin whose events wait for turns, and of those that crowd no more at once than leave a processor to others.
     *
     * @param open     all events
     * @param crowding components whose events are to leave a processor to those of others
     */
    void admit(Collection<EventLease> open, Set<Places> crowding) {
        Map<Places, Integer> most = new HashMap<>();
        crowding.forEach(places -> most.put(places, Math.max(1, processors - 1)));
        waiting.forEach(lease -> most.put(lease.places(), Math.max(1, processors / 2)));
        if (!most.isEmpty()) {
            // Those that have or wait for a turn do not keep others from beginning, which would wait for a place until their patience ends.
            open.stream().filter(lease -> lease.waits() || running.containsKey(lease))
                    .forEach(lease -> most.computeIfPresent(lease.places(), (places, count) -> count + 1));
        }
        most.forEach(Places::narrow);
        narrowed.stream().filter(places -> !most.containsKey(places)).forEach(places -> places.narrow(Integer.MAX_VALUE));
        narrowed = most.keySet();
    }

    /** Lets all go on. */
    void end() {
        waiting.forEach(EventLease::release);
        waiting.clear();
        admit(List.of(), Set.of());
    }
}
