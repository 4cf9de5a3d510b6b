package dev.gyre.component.internal.abi;

/**
 * The first half of moving values of one type from one component to another: all is read and checked before the receiver's
 * allocator runs for the first time. Numbers go where they belong at once, what needs the receiver is held. Immutable and thread-safe.
 */
public interface Taker {
    /**
     * @param from a block of memory ({@code byte[]}), or core values ({@code long[]})
     * @param to   of the same kind; core values are zero so far
     * @param held gets strings, lists and resources; {@link Giver} knows where
     */
    void take(Lifting cx, Object from, int at, Object to, int toAt, Object[] held);
}
