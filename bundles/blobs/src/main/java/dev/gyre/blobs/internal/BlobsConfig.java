package dev.gyre.blobs.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The store's settings, PID {@code dev.gyre.blobs}. */
@ObjectClassDefinition(name = "Gyre blobs", description = "The store of what was pulled from registries.")
public @interface BlobsConfig {
    @AttributeDefinition(description = "Where it is; blobs in gyre of the user's cache folder when empty")
    String folder() default "";

    @AttributeDefinition(name = "max-size", description = "Disk space; what was not used for longest goes")
    String max$_$size() default "5 GiB";

    @AttributeDefinition(name = "allowed-registries", description = "Hosts applications may come from, *.example.com for all below; any when empty")
    String[] allowed$_$registries() default {};
}
