package dev.gyre.wasi.p2.internal.rc;

import dev.gyre.wasi.backend.EventClocks;
import dev.gyre.wasi.backend.stream.Pollable;
import dev.gyre.wasi.p2.internal.clock.Monotonic;

/** {@code wasi:clocks/monotonic-clock@0.2.0-rc-2023-10-18}. */
public final class Monotonic1018 {
    private final Monotonic clock;

    public Monotonic1018(EventClocks clocks) {
        this.clock = new Monotonic(clocks);
    }

    public long now() {
        return clock.now();
    }

    public long resolution() {
        return clock.resolution();
    }

    public Pollable subscribe(long when, boolean absolute) {
        return absolute ? clock.subscribeInstant(when) : clock.subscribeDuration(when);
    }
}
