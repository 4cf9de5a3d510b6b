package dev.gyre.component.link;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.api.engine.Store;

/** What a host function sees of the call it serves. For the thread of the call, during the call. */
@ProviderType
public interface HostCall {
    /** What the store's {@link ComponentState} was made with. */
    Object data();

    /** Whether no guest is calling, but its instance is being closed: what is left of resources is dropped in any order. */
    boolean closing();

    /** The store of the calling instance. */
    Store store();
}
