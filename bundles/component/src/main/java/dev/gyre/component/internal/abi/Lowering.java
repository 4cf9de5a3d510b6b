package dev.gyre.component.internal.abi;

import dev.gyre.api.engine.LinearMemory;
import dev.gyre.component.internal.runtime.ResourceDesc;

/** Where values are lowered to, for one call. For the store's thread. */
public interface Lowering {
    LinearMemory memory();

    Encoding encoding();

    /** Calls the guest's allocator; what it answers is checked against alignment and memory. */
    int realloc(int old, int oldSize, int align, int newSize);

    /** The instance gets an owned handle. */
    int own(Object value, ResourceDesc type);

    /** The instance gets a borrowed handle until the call returns. */
    int borrow(Object value, ResourceDesc type);
}
