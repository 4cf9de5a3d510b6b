package dev.gyre.api.trigger;

import java.time.Duration;
import java.util.List;

import dev.gyre.api.runtime.EventSource;

/** A trigger at work. Thread-safe. */
public interface RunningTrigger extends AutoCloseable {
    /** How long {@link #close} may take, unless a trigger says otherwise. */
    Duration CLOSING = Duration.ofSeconds(20);

    /** Where its events come from: what it listens at with its routes, what it has subscribed to with its channels. Asked often. */
    default List<EventSource> sources() {
        return List.of();
    }

    /** Lines for the user; those of its {@link #sources} unless a trigger has others. */
    default List<String> announcement() {
        return sources().stream().flatMap(s -> s.lines().stream()).toList();
    }

    /**
     * What some of its events wait for while others are taken, in words such as {@code executor "acme" for component "a"}. Asked often.
     */
    default List<String> waitingFor() {
        return List.of();
    }

    /** How long {@link #close} may take at most; a trigger that takes longer is left to itself. */
    default Duration closing() {
        return CLOSING;
    }

    /** Takes no more events, lets running ones finish within the drain limit and frees the source. Blocks; may be called twice. */
    @Override
    void close();

    /**
     * The same as {@link #close}, but the application stays and only the trigger's service goes, mostly to be replaced. A trigger whose
     * event source is kept by another bundle may leave it open for its successor, so that no event is lost in between.
     */
    default void leave() {
        close();
    }

    /**
     * The same as {@link #leave}, but it is the runtime that goes, and the trigger's service stays. A trigger may keep its event source open for the
     * same application in the next runtime, and what comes meanwhile, bounded in number and time. It must not use its context any more.
     */
    default void keep() {
        leave();
    }
}
