package dev.gyre.engine.chicory.internal.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.dylibso.chicory.runtime.GlobalInstance;

/**
 * What a module's memory holds once its data segments are copied. Immutable.
 *
 * @param data  up to the last byte that a segment writes; zeros follow
 * @param pages of the memory
 */
record MemoryImage(byte[] data, int pages) {
    /**
     * @param segments those of this memory, in order
     * @return nothing when it depends on an imported global, or a segment does not fit
     */
    static Optional<MemoryImage> of(long pages, List<ModuleLayout.ActiveData> segments) {
        long used = 0;
        for (ModuleLayout.ActiveData segment : segments) {
            if (!segment.offset().isFolded()) {
                return Optional.empty();
            }
            used = Math.max(used, offset(segment) + segment.bytes().length);
        }
        if (used > pages * GuestMemory.PAGE || used > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        byte[] data = new byte[(int) used];
        for (ModuleLayout.ActiveData segment : segments) {
            System.arraycopy(segment.bytes(), 0, data, (int) offset(segment), segment.bytes().length);
        }
        return Optional.of(new MemoryImage(data, (int) pages));
    }

    private static long offset(ModuleLayout.ActiveData segment) {
        return Integer.toUnsignedLong((int) segment.offset().value(new GlobalInstance[0]));
    }

    /** A memory like this image. */
    Linear fresh() {
        Linear linear = Linear.ofPages(pages);
        System.arraycopy(data, 0, linear.bytes(), 0, data.length);
        return linear;
    }

    /** Makes the written cards like this image again. */
    void restore(Linear linear) {
        int[] cards = linear.cards();
        for (int card = 0; card < cards.length; card++) {
            if (cards[card] != 0) {
                cards[card] = 0;
                int from = card << Linear.CARD_BITS;
                int to = Math.min(from + Linear.CARD + Linear.OVERHANG, linear.bytes().length);
                int copied = Math.clamp(data.length - from, 0, to - from);
                if (copied > 0) {
                    System.arraycopy(data, from, linear.bytes(), from, copied);
                }
                Arrays.fill(linear.bytes(), from + copied, to, (byte) 0);
            }
        }
    }

    /** Compares every byte, which costs what the cards save. */
    boolean matches(Linear linear) {
        byte[] bytes = linear.bytes();
        if (bytes.length != pages * GuestMemory.PAGE || !Arrays.equals(bytes, 0, data.length, data, 0, data.length)) {
            return false;
        }
        for (int i = data.length; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
