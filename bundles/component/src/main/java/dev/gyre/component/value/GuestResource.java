package dev.gyre.component.value;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.component.type.ResourceType;

/**
 * A handle, in the host's hands, to a resource that a component implements. An owned one can be given to a guest as {@code own},
 * once, or lent to it as {@code borrow}; a borrowed one is good until the call it came with returns. For the store's thread.
 */
@ProviderType
public interface GuestResource extends AutoCloseable {
    ResourceType type();

    /** Whether the host owns it: false for a borrowed one, and for one that was given away or dropped. */
    boolean owned();

    /**
     * Drops an owned resource: runs its destructor. Without effect on a borrowed one, or when it was given away or dropped before.
     *
     * @throws dev.gyre.api.engine.TrapException when the destructor traps
     */
    @Override
    void close();
}
