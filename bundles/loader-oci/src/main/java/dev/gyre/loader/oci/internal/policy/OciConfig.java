package dev.gyre.loader.oci.internal.policy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the operator demands of images, PID {@code dev.gyre.loader.oci}. */
@ObjectClassDefinition(name = "Gyre images", description = "Signatures images must have.")
public @interface OciConfig {
    @AttributeDefinition(name = "trusted-keys", description = "PEM files with public keys; an image must be signed with one of them as cosign does; none are needed when empty")
    String[] trusted$_$keys() default {};
}
