package dev.gyre.cli.internal.print;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.Printable;

/** Rows of words in columns as wide as they need be, safe to print. For one thread. */
public final class Table {
    private static final String GAP = "  ";

    private final String indent;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param indent before every row */
    public Table(String indent, String... heads) {
        this.indent = indent;
        rows.add(List.of(heads));
    }

    /** As many cells as there are heads. */
    public Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(Printable.of(cell.toString()).replace("\n", " "));
        }
        rows.add(row);
        return this;
    }

    /** With a line end after each row. */
    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length()).append(GAP);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }
}
