package dev.gyre.loader.local.internal.files;

import java.util.List;

import dev.gyre.api.config.ConfigTable;

/**
 * How much one application may have staged: the table {@code [files]} of {@code gyre.toml}.
 *
 * @param count of files
 * @param bytes of all of them
 */
public record FileLimits(long count, long bytes) {
    public static final FileLimits DEFAULT = new FileLimits(20_000, 1L << 30);

    private static final String TABLE = "files";
    private static final String COUNT = "max-count";
    private static final String BYTES = "max-size";

    /** @throws dev.gyre.api.config.ConfigException when the table cannot be used */
    public static FileLimits of(ConfigTable settings) {
        return settings.table(TABLE).map(table -> {
            table.allowOnly(List.of(COUNT, BYTES));
            long count = table.integer(COUNT).orElse(DEFAULT.count);
            if (count < 0) {
                throw table.badValue(COUNT, "a number of files, 0 or more");
            }
            return new FileLimits(count, table.bytes(BYTES).orElse(DEFAULT.bytes));
        }).orElse(DEFAULT);
    }

    /** The settings that are left for others to read. */
    public static ConfigTable without(ConfigTable settings) {
        return settings.without(List.of(TABLE));
    }
}
