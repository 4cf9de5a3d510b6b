package dev.gyre.wasi.p2.internal.socket;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Limits on sockets of guests, PID {@value SocketInterfaces#PID}. */
@ObjectClassDefinition(name = "Gyre sockets", description = "Limits on TCP and UDP sockets of guests.")
public @interface SocketConfig {
    @AttributeDefinition(name = "per-event", description = "Sockets one event has open at once; 0 for none")
    int per$_$event() default 64;

    @AttributeDefinition(description = "Sockets all events have open at once")
    int total() default 2048;
}
