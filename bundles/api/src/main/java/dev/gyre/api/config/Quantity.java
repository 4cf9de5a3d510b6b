package dev.gyre.api.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as users write them. Stateless. */
public final class Quantity {
    /** What {@link #bytes} accepts, for messages. */
    public static final String BYTES = "a size such as 65536, \"64 KiB\", \"1.5 MiB\" or \"2 GiB\"";
    /** What {@link #duration} accepts, for messages. */
    public static final String DURATION = "a time such as \"500ms\", \"30s\", \"5m\" or \"1h\"";

    private static final Pattern NUMBER_UNIT = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)[ ]?([A-Za-z]*)");
    private static final Map<String, Long> SIZES = Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);
    private static final Map<String, Long> NANOS =
            Map.of("ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);

    private Quantity() {
    }

    /** A number of bytes with a binary unit or none. Nothing when it is no such thing. */
    public static Optional<Long> bytes(String text) {
        return scaled(text, SIZES);
    }

    /** A time with a unit. Nothing when it is no such thing. */
    public static Optional<Duration> duration(String text) {
        return scaled(text, NANOS).map(Duration::ofNanos);
    }

    private static Optional<Long> scaled(String text, Map<String, Long> units) {
        Matcher m = NUMBER_UNIT.matcher(text);
        if (!m.matches() || !units.containsKey(m.group(2))) {
            return Optional.empty();
        }
        String number = m.group(1);
        long unit = units.get(m.group(2));
        try {
            if (number.indexOf('.') < 0) {
                return Optional.of(Math.multiplyExact(Long.parseLong(number), unit)); // the tables of BigDecimal take 10 ms of a start
            }
            return Optional.of(new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}
