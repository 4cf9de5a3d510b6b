package dev.gyre.runtime.internal.settings;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The container's settings, PID {@code dev.gyre.runtime}. Limits are defaults: an application's {@code gyre.toml} wins. */
@ObjectClassDefinition(name = "Gyre runtime", description = "Limits of every event, draining, and the cache of compiled modules. Read when an application is deployed.")
public @interface RuntimeConfig {
    @AttributeDefinition(description = "Linear memory of one event")
    String memory() default "256 MiB";

    @AttributeDefinition(name = "table-elements", description = "Table elements of one event")
    int table$_$elements() default 100_000;

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

    @AttributeDefinition(description = "How long running events may take to finish when what they use goes away")
    String drain() default "10s";

    @AttributeDefinition(name = "cache-size", description = "Disk space of the cache of compiled modules")
    String cache$_$size() default "1 GiB";
}
