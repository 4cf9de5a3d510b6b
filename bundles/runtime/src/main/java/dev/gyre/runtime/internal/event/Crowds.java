package dev.gyre.runtime.internal.event;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Finds components whose events keep the processors busy though none computes for long. Virtual threads get a processor in the order in
 * which they want one, so whoever wants one for a moment waits for all events of such a component that came before: for a fifth of a
 * second behind 64 that take 3 ms each. For one thread.
 */
final class Crowds {
    /** An event whose call lasts no longer delays nobody. */
    static final long LONG = TimeUnit.MICROSECONDS.toNanos(250);
    /** A component with events stays one that others have to leave a processor to for so long. */
    private static final long LINGER = TimeUnit.SECONDS.toNanos(2);
    /** Weight of one look in the average. */
    private static final double WEIGHT = 0.25;
    /** Of all processors: whoever has more crowds, until it has less than the other. */
    private static final double MUCH = 0.6;
    private static final double LITTLE = 0.2;

    private final int processors;
    /** Of the processors what events that take long have had of late. */
    private final Map<Places, Double> shares = new HashMap<>();
    /** When a look last found that an event of the component had begun. */
    private final Map<Places, Long> begun = new HashMap<>();
    private Set<Places> crowding = Set.of();

    /** @param processors that all share */
    Crowds(int processors) {
        this.processors = processors;
    }

    /**
     * Looks at the events of all components.
     *
     * @param open  all events
     * @param since components of which events have begun since the last look
     * @param now   of {@link System#nanoTime}
     * @return the components that crowd while others have events
     */
    Set<Places> look(Collection<EventLease> open, Collection<Places> since, long now) {
        since.forEach(places -> begun.put(places, now));
        begun.values().removeIf(at -> now - at > LINGER);
        Map<Places, Integer> busy = new HashMap<>();
        open.stream().filter(lease -> lease.isLong(now)).forEach(lease -> busy.merge(lease.places(), 1, Integer::sum));
        busy.keySet().forEach(places -> shares.putIfAbsent(places, 0.0));
        shares.replaceAll((places, share) -> share + WEIGHT * (Math.min(1.0, (double) busy.getOrDefault(places, 0) / processors) - share));
        shares.values().removeIf(share -> share < LITTLE / 10);
        crowding = shares.entrySet().stream().filter(e -> e.getValue() >= (crowding.contains(e.getKey()) ? LITTLE : MUCH)).map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        return crowding.stream().filter(places -> begun.keySet().stream().anyMatch(other -> other != places)).collect(Collectors.toUnmodifiableSet());
    }
}
