package dev.gyre.component.internal.abi;

import dev.gyre.api.engine.LinearMemory;
import dev.gyre.component.internal.runtime.ResourceDesc;

/** Where values are lifted from, for one call. For the store's thread. */
public interface Lifting {
    LinearMemory memory();

    Encoding encoding();

    /** Whether strings remember how they were encoded, as another component's lowering wants to know. */
    boolean toComponent();

    /** Counts bytes that the host keeps because of this call. */
    void charge(long bytes);

    /** An owned handle leaves the instance. */
    Object own(int handle, ResourceDesc type);

    /** A handle is lent for the time of the call. */
    Object borrow(int handle, ResourceDesc type);
}
