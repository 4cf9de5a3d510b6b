package dev.gyre.component.internal.runtime;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/** Makes the traps of the canonical ABI. Stateless. */
public final class Traps {
    private Traps() {
    }

    /** The guest broke the canonical ABI. */
    public static TrapException abi(String message) {
        return new TrapException(TrapKind.ABI_VIOLATION, message);
    }

    /** The calls of guests and host in each other went too deep. */
    public static TrapException stackOverflow() {
        return new TrapException(TrapKind.STACK_OVERFLOW, "call stack exhausted");
    }

    /** The guest asked for more than it may have. */
    public static TrapException limit(String message) {
        return new TrapException(TrapKind.RESOURCE_LIMIT, message);
    }
}
