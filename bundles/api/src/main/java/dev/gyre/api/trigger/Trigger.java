package dev.gyre.api.trigger;

/**
 * An event source that applications name with {@code trigger = { type = "..." }}.
 *
 * <p>Register it as an OSGi service with the property {@value #PROPERTY}; without it, or with another type in it, it is not used, which the log tells. An application whose trigger type nobody provides
 * waits for it; when the service goes, the application's triggers of this type are closed and it waits again.
 *
 * <p>Thread-safe.
 */
public interface Trigger {
    /** Service property holding {@link #type()}. */
    String PROPERTY = "gyre.trigger";

    String type();

    /**
     * Reads and checks the trigger's tables of one application, without side effects, within {@link ConfiguredTrigger#STARTING}.
     *
     * @throws dev.gyre.api.config.ConfigException when the user's tables cannot be used
     */
    ConfiguredTrigger configure(TriggerContext context);
}
