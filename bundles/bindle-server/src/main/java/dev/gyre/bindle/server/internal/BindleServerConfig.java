package dev.gyre.bindle.server.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the Bindle server, PID {@code dev.gyre.bindle.server}. It serves when there are some. */
@ObjectClassDefinition(name = "Gyre Bindle server", description = "Keeps bindles in a folder and serves them.")
public @interface BindleServerConfig {
    @AttributeDefinition(description = "Where bindles are kept; it is made when it is not there")
    String directory();

    @AttributeDefinition(description = "Host and port; port 0 takes a free one")
    String listen() default "127.0.0.1:8080";

    @AttributeDefinition(description = "User who may push and yank; anybody may when empty")
    String username() default "";

    @AttributeDefinition(description = "Of that user")
    String password() default "";

    @AttributeDefinition(name = "anonymous-get", description = "Whether others may read")
    boolean anonymous$_$get() default true;

    @AttributeDefinition(name = "max-parcel", description = "Size of one parcel")
    String max$_$parcel() default "256 MiB";
}
