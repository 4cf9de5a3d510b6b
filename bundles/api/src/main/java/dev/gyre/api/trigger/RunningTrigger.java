package dev.gyre.api.trigger;

import java.util.List;

/** A trigger at work. Thread-safe. */
public interface RunningTrigger extends AutoCloseable {
    /** Lines for the user: addresses, routes, channels. */
    default List<String> announcement() {
        return List.of();
    }

    /** Takes no more events, lets running ones finish within the drain limit and frees the source. Blocks; may be called twice. */
    @Override
    void close();
}
