package dev.gyre.api.engine;

import org.osgi.annotation.versioning.ProviderType;

/** What a host function sees of the guest that calls it. For the thread of the call, during the call. */
@ProviderType
public interface Caller {
    /** The instance whose code makes the call. */
    CoreInstance instance();

    /** The data the store was opened with. */
    Object data();

    /**
     * The calling instance's exported memory named {@code memory}.
     *
     * @throws TrapException when it has none
     */
    LinearMemory memory();

    /** For a host function that the host calls itself: there is no instance to look at, and looking traps. */
    static Caller ofHost(Object data) {
        return new HostCaller(data);
    }
}
