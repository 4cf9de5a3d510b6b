package dev.gyre.host.redis.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Limits on what guests do with Redis, PID {@value RedisHostModule#PID}. */
@ObjectClassDefinition(name = "Gyre outbound Redis", description = "Limits on Redis commands of guests.")
public @interface RedisConfig {
    @AttributeDefinition(description = "Time of one command, connecting included; the event's own time may be less")
    String timeout() default "10s";

    @AttributeDefinition(description = "Size of one command")
    String command() default "32 MiB";

    @AttributeDefinition(description = "Memory one reply takes")
    String reply() default "32 MiB";

    @AttributeDefinition(description = "Memory for all commands and replies of all guests at one time")
    String buffers() default "256 MiB";

    @AttributeDefinition(description = "Connections of all components together")
    int connections() default 256;
}
