package dev.gyre.api.config;

/**
 * Where a value was written.
 *
 * @param source the file as the user named it, or another name of the text
 * @param line   from 1; 0 when unknown
 * @param column from 1; 0 when unknown
 */
public record Position(String source, int line, int column) {
    /** A place that has no line, such as a command-line option or the environment. */
    public static Position of(String source) {
        return new Position(source, 0, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
