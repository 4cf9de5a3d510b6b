package dev.gyre.api.trigger;

import java.time.Duration;

/** A trigger that knows what to do for one application. */
@FunctionalInterface
public interface ConfiguredTrigger {
    /** How long configuring and starting may take each, unless a trigger says otherwise. */
    Duration STARTING = Duration.ofSeconds(30);

    /**
     * How long {@link #start} and {@link #startInPlaceOf} may take at most. Whoever takes longer is interrupted and left to itself, and its application
     * is refused; what it returns later is closed.
     */
    default Duration starting() {
        return STARTING;
    }

    /**
     * Starts taking events. Returns once events are taken, or throws.
     *
     * @throws dev.gyre.api.GyreException when the event source cannot be opened, naming it (address, server)
     */
    RunningTrigger start();

    /**
     * Starts in the place of what runs for the application's version before: once it returns, new events are this one's. The
     * caller then closes the predecessor, whose running events end undisturbed.
     *
     * <p>Unless a trigger can do better, both take events for a moment: none is lost, and sources that tell everybody tell both.
     *
     * @param predecessor what {@link #start} or this method of the same trigger service returned
     * @throws dev.gyre.api.GyreException when it cannot be started; the predecessor goes on then
     */
    default RunningTrigger startInPlaceOf(RunningTrigger predecessor) {
        return start();
    }
}
