package dev.gyre.engine.chicory.internal.run;

import java.util.Arrays;

/**
 * A memory's array and which of its cards of 4 KiB were written since it was like its image. Whoever writes marks: the code of
 * guests through {@link MemoryView}, the host through {@link GuestMemory}.
 *
 * @param cards one element a card, not 0 when a write of a few bytes began in it or a larger one touched it; not bytes, which the
 *              JIT compiler takes for part of the memory
 */
record Linear(byte[] bytes, int[] cards) {
    static final int CARD_BITS = 12;
    static final int CARD = 1 << CARD_BITS;
    /** How far the write of one value may reach into the next card, which it does not mark: one mark a write is faster than two. */
    static final int OVERHANG = Long.BYTES - 1;
    static final Linear NONE = new Linear(new byte[0], new int[0]);

    /** @throws OutOfMemoryError when the heap has no such array left */
    static Linear ofPages(long pages) {
        int length = (int) (pages * GuestMemory.PAGE);
        return new Linear(new byte[length], new int[length >> CARD_BITS]);
    }

    /** The same contents and more pages of zeros. */
    Linear grown(long pages) {
        int length = (int) (pages * GuestMemory.PAGE);
        return new Linear(Arrays.copyOf(bytes, length), Arrays.copyOf(cards, length >> CARD_BITS));
    }

    /** Marks the cards of a range that was checked before. */
    static void mark(int[] cards, int address, int length) {
        if (length > 0) {
            Arrays.fill(cards, address >>> CARD_BITS, (address + length - 1 >>> CARD_BITS) + 1, 1);
        }
    }
}
