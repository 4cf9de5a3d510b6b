package dev.gyre.api.engine;

import java.util.Locale;

/** Why a guest was stopped. */
public enum TrapKind {
    UNREACHABLE, OUT_OF_BOUNDS_MEMORY, OUT_OF_BOUNDS_TABLE, INDIRECT_CALL_MISMATCH, UNINITIALIZED_ELEMENT, INTEGER_OVERFLOW,
    INTEGER_DIVIDE_BY_ZERO, INVALID_CONVERSION, STACK_OVERFLOW, UNCAUGHT_EXCEPTION,
    /** It asked for more memory, table elements or instances than it may have. */
    RESOURCE_LIMIT,
    /** It broke a calling convention: a bad pointer, a bad tag, a missing export. */
    ABI_VIOLATION,
    /** Its time was up. */
    DEADLINE,
    /** Whoever waited for it has gone, or the container stops. */
    CANCELLED,
    /** The engine failed; never the guest's fault. */
    ENGINE_FAILURE;

    /** As users know it: {@code out-of-bounds-memory}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
