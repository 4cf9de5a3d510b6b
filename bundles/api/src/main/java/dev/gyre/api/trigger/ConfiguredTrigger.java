package dev.gyre.api.trigger;

/** A trigger that knows what to do for one application. */
@FunctionalInterface
public interface ConfiguredTrigger {
    /**
     * Starts taking events. Returns once events are taken, or throws.
     *
     * @throws dev.gyre.api.GyreException when the event source cannot be opened, naming it (address, server)
     */
    RunningTrigger start();
}
