package dev.gyre.host.http.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Limits on what guests do over HTTP, PID {@value HttpClients#PID}. */
@ObjectClassDefinition(name = "Gyre outbound HTTP", description = "Limits on HTTP requests of guests.")
public @interface HttpConfig {
    @AttributeDefinition(description = "Time of one request with all its redirects; the event's own time may be less")
    String timeout() default "60s";

    @AttributeDefinition(name = "request-body", description = "Size of one request body")
    String request$_$body() default "32 MiB";

    @AttributeDefinition(name = "response-body", description = "Size of one response body")
    String response$_$body() default "32 MiB";

    @AttributeDefinition(description = "Memory for all bodies of all guests at one time")
    String buffers() default "256 MiB";

    @AttributeDefinition(description = "Connections of one component to one host and port")
    int connections() default 64;

    @AttributeDefinition(description = "Requests of an application to itself or to its components, one within the other, at most")
    int depth() default 10;
}
