package dev.gyre.engine.chicory.internal.code;

import java.util.Arrays;

/**
 * A memory's array and which of its cards of 4 KiB were written since it was like its image. Whoever writes marks: the code of
 * guests through {@link MemoryOps} and {@link MemoryView}, the host through its own accessors.
 *
 * @param cards one element a card, not 0 when a write of a few bytes began in it or a larger one touched it; not bytes, which the
 *              JIT compiler takes for part of the memory
 */
public record Linear(byte[] bytes, int[] cards) {
    /** Bytes of a page of linear memory. */
    public static final int PAGE = 1 << 16;
    public static final int CARD_BITS = 12;
    public static final int CARD = 1 << CARD_BITS;
    /** How far the write of one value may reach into the next card, which it does not mark: one mark a write is faster than two. */
    public static final int OVERHANG = Long.BYTES - 1;
    public static final Linear NONE = new Linear(new byte[0], new int[0]);

    /** @throws OutOfMemoryError when the heap has no such array left */
    public static Linear ofPages(long pages) {
        int length = (int) (pages * PAGE);
        return new Linear(new byte[length], new int[length >> CARD_BITS]);
    }

    /** The same contents and more pages of zeros. */
    public Linear grown(long pages) {
        int length = (int) (pages * PAGE);
        return new Linear(Arrays.copyOf(bytes, length), Arrays.copyOf(cards, length >> CARD_BITS));
    }

    /** Copies what was written to a smaller memory that was like the same image as this one. */
    public void takeWritten(Linear smaller) {
        int[] written = smaller.cards;
        for (int card = 0; card < written.length; card++) {
            if (written[card] != 0) {
                cards[card] = 1;
                int from = card << CARD_BITS;
                System.arraycopy(smaller.bytes, from, bytes, from, Math.min(CARD + OVERHANG, smaller.bytes.length - from));
            }
        }
    }

    /** Whether more than half of it was written. */
    public boolean isMostlyWritten() {
        int written = 0;
        for (int card : cards) {
            written += card != 0 ? 1 : 0;
        }
        return written > cards.length / 2;
    }

    /** Marks the cards of a range that was checked before. */
    public static void mark(int[] cards, int address, int length) {
        if (length > 0) {
            Arrays.fill(cards, address >>> CARD_BITS, (address + length - 1 >>> CARD_BITS) + 1, 1);
        }
    }
}
