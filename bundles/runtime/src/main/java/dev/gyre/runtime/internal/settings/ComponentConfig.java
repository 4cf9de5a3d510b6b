package dev.gyre.runtime.internal.settings;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * An operator's rule for some components, factory PID {@code dev.gyre.runtime.component}: wins over an application's
 * {@code gyre.toml}. What is empty is not said.
 */
@ObjectClassDefinition(name = "Gyre component", description = "Engine and limits of one application or component. Applies to the next event.")
public @interface ComponentConfig {
    @AttributeDefinition(description = "Name of the application; any when empty")
    String app() default "";

    @AttributeDefinition(description = "Id of the component; any when empty")
    String component() default "";

    @AttributeDefinition(description = "The engine to run on")
    String engine() default "";

    @AttributeDefinition(description = "Linear memory of one event")
    String memory() default "";

    @AttributeDefinition(name = "table-elements", description = "Table elements of one event")
    String table$_$elements() default "";

    @AttributeDefinition(description = "Stack of one event")
    String stack() default "";

    @AttributeDefinition(description = "Wall time of one event")
    String deadline() default "";

    @AttributeDefinition(description = "Events of one component at once")
    String events() default "";

    @AttributeDefinition(description = "Events of one component that may wait for a place")
    String queue() default "";

    @AttributeDefinition(description = "How long an event waits for a place, an engine or a host interface")
    String patience() default "";

    @AttributeDefinition(name = "log-bytes", description = "What one event may write to each of its two logs")
    String log$_$bytes() default "";

    @AttributeDefinition(description = "Handles of resources that a component has in one event")
    String handles() default "";

    @AttributeDefinition(name = "value-bytes", description = "Strings and lists that one call takes out of a component's memory")
    String value$_$bytes() default "";
}
