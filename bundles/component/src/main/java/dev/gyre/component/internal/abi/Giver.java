package dev.gyre.component.internal.abi;

/** The second half of moving values of one type: gives the receiver what a {@link Taker} held. Immutable and thread-safe. */
public interface Giver {
    /**
     * @param to   what the taker has written to
     * @param held what the taker held
     */
    void give(Lowering cx, Object to, int at, Object[] held);
}
