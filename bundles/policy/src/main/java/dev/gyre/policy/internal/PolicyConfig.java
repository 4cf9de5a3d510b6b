package dev.gyre.policy.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the operator says of all guests, PID {@value PolicyService#PID}. */
@ObjectClassDefinition(name = "Gyre outbound policy", description = "What no guest may connect to. Applies at once.")
public @interface PolicyConfig {
    @AttributeDefinition(name = "block-networks", description = "Address blocks no guest connects to, whatever its manifest says, "
            + "such as 10.0.0.0/8; \"private\" stands for all that are not of the public internet")
    String[] block$_$networks() default {};
}
