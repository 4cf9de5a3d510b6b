package dev.gyre.wasi.backend.stream;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.WasiException;

/** Waits for streams and time. */
public final class Poll {
    private Poll() {
    }

    /**
     * Waits until one of these is ready, or the time is up. Without any it just waits.
     *
     * @return whether one is ready
     * @throws WasiException {@link WasiError#INTERRUPTED} when the thread is interrupted, which it still is then
     */
    public static boolean await(Collection<? extends Pollable> pollables, long nanos) {
        long start = System.nanoTime();
        while (true) {
            long left = nanos - (System.nanoTime() - start);
            for (Pollable pollable : pollables) {
                if (pollable.ready()) {
                    return true;
                }
                left = Math.min(left, pollable.nanosLeft());
            }
            if (Thread.currentThread().isInterrupted()) {
                throw WasiError.INTERRUPTED.exception();
            }
            if (nanos - (System.nanoTime() - start) <= 0) {
                return false;
            }
            if (left > 0) {
                LockSupport.parkNanos(left);
            }
        }
    }

    /** The same for one. */
    public static boolean await(Pollable pollable, long nanos) {
        return await(List.of(pollable), nanos);
    }
}
