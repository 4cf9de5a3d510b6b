package dev.gyre.component.internal.abi;

/** Lowers values of one type. Immutable and thread-safe. */
interface Lowerer {
    /** @param to a block of memory ({@code byte[]}), or core values that are zero so far ({@code long[]}) */
    void lower(Lowering cx, Object to, int at, Object value);
}
