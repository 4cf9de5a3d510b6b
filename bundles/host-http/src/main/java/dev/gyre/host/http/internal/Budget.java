package dev.gyre.host.http.internal;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of bodies that all guests together may keep on the host's heap at one time. Thread-safe. */
final class Budget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    Budget(long limit) {
        this.limit = limit;
    }

    /** @throws OutboundFailure when there is no room */
    void take(long bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            throw new OutboundFailure(OutboundFailure.Kind.RUNTIME,
                    "the bodies of all guests together would take more than the " + limit + " bytes of \"buffers\"");
        }
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
