package dev.gyre.runtime.internal.settings;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The container's settings, PID {@code dev.gyre.runtime}. Limits are defaults: an application's {@code gyre.toml} wins. */
@ObjectClassDefinition(name = "Gyre runtime", description = "Limits of every event, engines, draining, and the cache of compiled modules. "
        + "A change applies to the next event, but cache-size to the next start.")
public @interface RuntimeConfig {
    @AttributeDefinition(description = "Linear memory of one event")
    String memory() default "256 MiB";

    @AttributeDefinition(name = "total-memory", description = "Linear memory of all events together: bytes, or a share of the heap")
    String total$_$memory() default "50%";

    @AttributeDefinition(name = "table-elements", description = "Table elements of one event")
    int table$_$elements() default 100_000;

    @AttributeDefinition(description = "Stack of one event; 0 leaves it to the engine")
    String stack() default "0";

    @AttributeDefinition(description = "Wall time of one event")
    String deadline() default "30s";

    @AttributeDefinition(description = "Events of one component at once")
    int events() default 256;

    @AttributeDefinition(description = "Events of one component that may wait for a place")
    int queue() default 4096;

    @AttributeDefinition(description = "How long an event waits for a place, an engine or a host interface")
    String patience() default "10s";

    @AttributeDefinition(name = "log-bytes", description = "What one event may write to each of its two logs")
    String log$_$bytes() default "1 MiB";

    @AttributeDefinition(description = "Handles of resources that a component has in one event")
    int handles() default 1_048_576;

    @AttributeDefinition(name = "value-bytes", description = "Strings and lists that one call takes out of a component's memory")
    String value$_$bytes() default "128 MiB";

    @AttributeDefinition(description = "The engine of components nobody else says an engine for; the one that fits best when empty")
    String engine() default "";

    @AttributeDefinition(name = "warm-up", description = "How long a new engine may take to become as fast as it gets, with a small share of the events, before it serves all")
    String warm$_$up() default "2m";

    @AttributeDefinition(description = "How long running events may take to finish when what they use goes away")
    String drain() default "10s";

    @AttributeDefinition(name = "cache-size", description = "Disk space of the cache of compiled modules")
    String cache$_$size() default "1 GiB";
}
