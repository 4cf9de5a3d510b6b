package dev.gyre.api.runtime;

import java.time.Duration;

/**
 * What one component may use. All are on by default.
 *
 * @param memoryBytes   linear memory of one event
 * @param tableElements table elements of one event
 * @param stackBytes    stack of one event, which then runs on a thread that has exactly as much; 0 leaves it to the engine
 *                      ({@link dev.gyre.api.engine.EngineCapabilities#stackBytes}) and the thread the event comes on
 * @param deadline      wall time of one event, from lease to close
 * @param events        events at once
 * @param queue         events that may wait for one of those places
 * @param patience      how long an event waits: for a place, or for an engine or host interface that is being replaced
 * @param logBytes      stdout and stderr one event may write to the log, each
 * @param handles       resources that a component's instances may hold handles of, all of one event together
 * @param valueBytes    strings and lists that one call of a component's imports or exports takes out of its memory
 */
public record Limits(long memoryBytes, int tableElements, long stackBytes, Duration deadline, int events, int queue, Duration patience,
        long logBytes, int handles, long valueBytes) {
    public static final Limits DEFAULT =
            new Limits(256L << 20, 100_000, 0, Duration.ofSeconds(30), 256, 4096, Duration.ofSeconds(10), 1L << 20, 1 << 20, 128L << 20);
}
