package dev.gyre.engine.chicory.internal.run;

import java.util.Arrays;

/**
 * A memory's array and which of its cards of 4 KiB were written since it was like its image. Whoever writes marks: the code of
 * guests through {@link MemoryView}, the host through {@link GuestMemory}.
 *
 * @param cards one byte a card, not 0 when written
 */
record Linear(byte[] bytes, byte[] cards) {
    static final int CARD_BITS = 12;
    static final int CARD = 1 << CARD_BITS;
    static final Linear NONE = new Linear(new byte[0], new byte[0]);

    /** @throws OutOfMemoryError when the heap has no such array left */
    static Linear ofPages(long pages) {
        int length = (int) (pages * GuestMemory.PAGE);
        return new Linear(new byte[length], new byte[length >> CARD_BITS]);
    }

    /** The same contents and more pages of zeros. */
    Linear grown(long pages) {
        int length = (int) (pages * GuestMemory.PAGE);
        return new Linear(Arrays.copyOf(bytes, length), Arrays.copyOf(cards, length >> CARD_BITS));
    }

    /** Marks the cards of a range that was checked before. */
    static void mark(byte[] cards, int address, int length) {
        if (length > 0) {
            Arrays.fill(cards, address >>> CARD_BITS, (address + length - 1 >>> CARD_BITS) + 1, (byte) 1);
        }
    }
}
