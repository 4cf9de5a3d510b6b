package dev.gyre.engine.chicory.internal.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.dylibso.chicory.runtime.GlobalInstance;

import dev.gyre.api.engine.ValueType;

/** What a module's tables hold once its element segments are copied, so that instances need not copy them. */
final class TableImages {
    /** Elements the images of a module may have together: they are made before any limit of a store applies. */
    private static final long MAX_ELEMENTS = 1 << 20;

    private TableImages() {
    }

    /**
     * @param imported number of imported tables
     * @return one for each table, or none when what some table holds depends on the instance, a segment does not fit, or the tables are
     *         too large together: each instance then makes its own, within its store's limits
     */
    static List<int[]> of(List<ModuleLayout.OwnTable> tables, List<ModuleLayout.ActiveElements> segments, int imported) {
        long elements = 0;
        for (ModuleLayout.OwnTable table : tables) {
            elements += table.type().min();
            if (table.type().element() != ValueType.FUNCREF || elements > MAX_ELEMENTS || !table.initial().isFolded()) {
                return List.of();
            }
        }
        List<int[]> images = new ArrayList<>();
        for (ModuleLayout.OwnTable table : tables) {
            int[] image = new int[(int) table.type().min()];
            Arrays.fill(image, (int) table.initial().value(new GlobalInstance[0]));
            images.add(image);
        }
        for (ModuleLayout.ActiveElements segment : segments) {
            int table = segment.table() - imported;
            if (table < 0 || !segment.offset().isFolded() || segment.numbers().length < segment.items().size()) {
                return List.of();
            }
            long offset = Integer.toUnsignedLong((int) segment.offset().value(new GlobalInstance[0]));
            if (offset + segment.numbers().length > images.get(table).length) {
                return List.of();
            }
            System.arraycopy(segment.numbers(), 0, images.get(table), (int) offset, segment.numbers().length);
        }
        return images;
    }

    /** Tells whether somebody wrote to an image since. */
    static int digest(List<ModuleLayout.OwnTable> tables) {
        int digest = 1;
        for (ModuleLayout.OwnTable table : tables) {
            digest = 31 * digest + Arrays.hashCode(table.image());
        }
        return digest;
    }
}
