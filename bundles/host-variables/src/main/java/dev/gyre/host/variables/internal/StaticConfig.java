package dev.gyre.host.variables.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Factory PID {@value StaticProvider#PID}. */
@ObjectClassDefinition(name = "Gyre variables", description = "Values for variables of applications")
public @interface StaticConfig {
    @AttributeDefinition(name = "values", type = AttributeType.PASSWORD, description = "name=value, one for each variable")
    String[] values() default {};

    @AttributeDefinition(name = "application", description = "Name of the one application that gets them; every one when empty")
    String application() default "";
}
