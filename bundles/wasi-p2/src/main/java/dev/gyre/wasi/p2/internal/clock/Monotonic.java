package dev.gyre.wasi.p2.internal.clock;

import dev.gyre.wasi.backend.EventClocks;
import dev.gyre.wasi.backend.stream.Alarm;
import dev.gyre.wasi.backend.stream.Pollable;

/** {@code wasi:clocks/monotonic-clock}: nanoseconds since the event began. */
public final class Monotonic {
    private final EventClocks clocks;

    public Monotonic(EventClocks clocks) {
        this.clocks = clocks;
    }

    public long now() {
        return clocks.monotonic();
    }

    public long resolution() {
        return EventClocks.MONOTONIC_RESOLUTION;
    }

    public Pollable subscribeInstant(long when) {
        return subscribeDuration(when < 0 ? when : Math.max(0, when - clocks.monotonic()));
    }

    /** @param when unsigned: what would be negative is never */
    public Pollable subscribeDuration(long when) {
        return Alarm.after(when < 0 ? Long.MAX_VALUE : when);
    }
}
