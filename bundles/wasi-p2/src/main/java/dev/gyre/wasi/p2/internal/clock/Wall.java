package dev.gyre.wasi.p2.internal.clock;

import dev.gyre.wasi.backend.EventClocks;

/** {@code wasi:clocks/wall-clock}. */
public final class Wall {
    private static final long SECOND = 1_000_000_000;

    /** {@code datetime}. */
    public record Datetime(long seconds, int nanoseconds) {
        /** @param nanos since 1970-01-01T00:00:00Z */
        public static Datetime of(long nanos) {
            return new Datetime(Math.floorDiv(nanos, SECOND), (int) Math.floorMod(nanos, SECOND));
        }

        /** Since 1970-01-01T00:00:00Z; what no host can hold is the latest there is. */
        public long nanos() {
            long most = Long.MAX_VALUE / SECOND - 1;
            return (seconds < 0 || seconds > most ? most : seconds) * SECOND + nanoseconds;
        }
    }

    private final EventClocks clocks;

    public Wall(EventClocks clocks) {
        this.clocks = clocks;
    }

    public Datetime now() {
        return Datetime.of(clocks.realtime());
    }

    public Datetime resolution() {
        return Datetime.of(EventClocks.REALTIME_RESOLUTION);
    }
}
