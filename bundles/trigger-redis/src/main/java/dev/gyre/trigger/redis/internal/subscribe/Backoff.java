package dev.gyre.trigger.redis.internal.subscribe;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt: twice as long each time, with some chance in it so that many who lost the same
 * server do not come back at once. For one thread.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private Duration next = FIRST;

    /** The next wait: between half and all of the time that is due. */
    Duration next() {
        long millis = next.toMillis();
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
    }

    void reset() {
        next = FIRST;
    }
}
