package dev.gyre.host.key.value.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Limits on what guests do with key-value stores, PID {@value KeyValueStores#PID}. */
@ObjectClassDefinition(name = "Gyre key-value stores", description = "Limits on key-value stores of guests.")
public @interface KeyValueConfig {
    @AttributeDefinition(description = "Size of a key")
    String key() default "64 KiB";

    @AttributeDefinition(description = "Size of a value")
    String value() default "32 MiB";

    @AttributeDefinition(description = "Memory for what one call returns, or is given")
    String result() default "64 MiB";

    @AttributeDefinition(description = "Keys that one call lists")
    int keys() default 1_000_000;

    @AttributeDefinition(description = "Stores that one event has open")
    int stores() default 256;

    @AttributeDefinition(description = "Time of one call; the event's own time may be less")
    String timeout() default "10s";

    @AttributeDefinition(description = "Connections to Redis servers that are stores")
    int connections() default 64;

    @AttributeDefinition(description = "Memory for all replies of such servers at one time")
    String buffers() default "256 MiB";
}
