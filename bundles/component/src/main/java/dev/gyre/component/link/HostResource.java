package dev.gyre.component.link;

import dev.gyre.component.type.ResourceType;

/**
 * A resource type of the host. Its values are Java objects.
 *
 * @param javaType   what each value is an instance of
 * @param destructor told when a guest drops an owned handle, and for every one left when the instance is closed
 */
public record HostResource(ResourceType.Named type, Class<?> javaType, Destructor destructor) {
    /** Runs on the guest's thread. */
    @FunctionalInterface
    public interface Destructor {
        /** Nothing to do. */
        Destructor NONE = (call, resource) -> { };

        void drop(HostCall call, Object resource);
    }
}
