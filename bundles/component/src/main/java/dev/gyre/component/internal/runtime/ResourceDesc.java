package dev.gyre.component.internal.runtime;

import java.util.Optional;
import java.util.OptionalInt;

import dev.gyre.component.link.HostResource;
import dev.gyre.component.type.ResourceType;

/**
 * What the runtime knows of a resource type of a linked component; equal to itself only. Immutable.
 *
 * @param instance   the component instance that implements it, -1 for the host
 * @param destructor slot of its core function
 * @param host       how the host implements it
 */
public record ResourceDesc(ResourceType type, int instance, OptionalInt destructor, Optional<HostResource> host) {
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
