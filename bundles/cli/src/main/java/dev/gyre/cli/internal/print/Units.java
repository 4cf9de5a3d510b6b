package dev.gyre.cli.internal.print;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Quantities as people read them. Stateless. */
public final class Units {
    private static final List<String> BYTES = List.of("B", "KiB", "MiB", "GiB", "TiB");

    private Units() {
    }

    /** {@code 1536} is {@code 1.5 KiB}. */
    public static String bytes(long bytes) {
        double number = bytes;
        int unit = 0;
        while (number >= 1024 && unit + 1 < BYTES.size()) {
            number /= 1024;
            unit++;
        }
        String digits = number == Math.rint(number) ? Long.toString((long) number) : String.format(Locale.ROOT, "%.1f", number);
        return digits + " " + BYTES.get(unit);
    }

    /** {@code 1.5s}, {@code 250ms}, {@code 5m}. */
    public static String time(Duration time) {
        long millis = time.toMillis();
        if (millis < 1000) {
            return millis + "ms";
        }
        if (millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis / 1000.0 + "s";
    }
}
