package dev.gyre.engine.chicory.internal.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.dylibso.chicory.runtime.GlobalInstance;

import dev.gyre.engine.chicory.internal.code.Linear;

/**
 * What a module's memory holds once its data segments are copied: zeros around one stretch of data. Immutable.
 *
 * @param data  from the first to the last byte that a segment writes
 * @param start its address
 * @param pages of the memory
 */
record MemoryImage(byte[] data, int start, int pages) {
    /** Gaps between segments a module may have, all its memories together: images are made before any limit of a store applies. */
    static final long MAX_GAPS = 1 << 20;

    /**
     * @param segments those of this memory, in order
     * @param gaps     bytes the image may have beyond the size of its data
     * @return nothing when it depends on an imported global, a segment does not fit, or the segments lie far apart
     */
    static Optional<MemoryImage> of(long pages, List<ModuleLayout.ActiveData> segments, long gaps) {
        long start = Long.MAX_VALUE;
        long end = 0;
        long bytes = 0;
        for (ModuleLayout.ActiveData segment : segments) {
            if (!segment.offset().isFolded() || offset(segment) + segment.bytes().length > pages * Linear.PAGE) {
                return Optional.empty();
            }
            start = Math.min(start, offset(segment));
            end = Math.max(end, offset(segment) + segment.bytes().length);
            bytes += segment.bytes().length;
        }
        if (bytes == 0) {
            return Optional.of(new MemoryImage(new byte[0], 0, (int) pages));
        }
        if (end > Integer.MAX_VALUE || end - start > bytes + gaps) {
            return Optional.empty();
        }
        byte[] data = new byte[(int) (end - start)];
        for (ModuleLayout.ActiveData segment : segments) {
            System.arraycopy(segment.bytes(), 0, data, (int) (offset(segment) - start), segment.bytes().length);
        }
        return Optional.of(new MemoryImage(data, (int) start, (int) pages));
    }

    private static long offset(ModuleLayout.ActiveData segment) {
        return Integer.toUnsignedLong((int) segment.offset().value(new GlobalInstance[0]));
    }

    /** A memory like this image. @param size in pages, not less than the image's */
    Linear fresh(long size) {
        Linear linear = Linear.ofPages(size);
        System.arraycopy(data, 0, linear.bytes(), start, data.length);
        return linear;
    }

    /** Makes the written cards like this image again. */
    void restore(Linear linear) {
        int[] cards = linear.cards();
        for (int card = 0; card < cards.length; card++) {
            if (cards[card] != 0) {
                cards[card] = 0;
                int from = card << Linear.CARD_BITS;
                restore(linear.bytes(), from, Math.min(from + Linear.CARD + Linear.OVERHANG, linear.bytes().length));
            }
        }
    }

    private void restore(byte[] bytes, int from, int to) {
        Arrays.fill(bytes, from, to, (byte) 0);
        int first = Math.max(from, start);
        int last = Math.min(to, start + data.length);
        if (first < last) {
            System.arraycopy(data, first - start, bytes, first, last - first);
        }
    }

    /** Compares every byte, which costs what the cards save. */
    boolean matches(Linear linear) {
        byte[] bytes = linear.bytes();
        int end = start + data.length;
        return bytes.length >= pages * Linear.PAGE && Arrays.equals(bytes, start, end, data, 0, data.length)
                && isZero(bytes, 0, start) && isZero(bytes, end, bytes.length);
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
