package dev.gyre.wasi.p2.internal.rc;

import dev.gyre.wasi.p2.internal.clock.Wall.Datetime;

/** {@code wasi:clocks/timezone@0.2.0-rc-2023-10-18}: guests live in UTC. */
public final class Timezone1018 {
    /** {@code timezone-display}. */
    public record Display(int utcOffset, String name, boolean inDaylightSavingTime) {
    }

    public Display display(Datetime when) {
        return new Display(0, "UTC", false);
    }

    public int utcOffset(Datetime when) {
        return 0;
    }
}
