package dev.gyre.component.internal.abi;

/** Lifts values of one type. Immutable and thread-safe. */
interface Lifter {
    /** @param from a block of memory ({@code byte[]}), or core values ({@code long[]}) */
    Object lift(Lifting cx, Object from, int at);
}
