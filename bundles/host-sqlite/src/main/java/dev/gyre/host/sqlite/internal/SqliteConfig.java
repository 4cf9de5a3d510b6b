package dev.gyre.host.sqlite.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Limits on what guests do with SQLite databases, PID {@value GuestDatabases#PID}. */
@ObjectClassDefinition(name = "Gyre SQLite databases", description = "Limits on SQLite databases of guests.")
public @interface SqliteConfig {
    @AttributeDefinition(description = "Memory for what one statement yields")
    String result() default "64 MiB";

    @AttributeDefinition(description = "Rows that one statement yields")
    int rows() default 1_000_000;

    @AttributeDefinition(description = "Connections that one event has open")
    int connections() default 256;

    @AttributeDefinition(description = "Time of one statement, waiting for others included; the event's own time may be less")
    String timeout() default "60s";
}
