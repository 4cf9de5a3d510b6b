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
     * Waits until one of the sources can be read, or the time is up. Without sources it just waits.
     *
     * @return whether a source can be read
     * @throws WasiException {@link WasiError#INTERRUPTED} when the thread is interrupted, which it still is then
     */
    public static boolean await(Collection<InputSource> sources, long nanos) {
        long start = System.nanoTime();
        while (true) {
            for (InputSource source : sources) {
                if (source.readable()) {
                    return true;
                }
            }
            if (Thread.currentThread().isInterrupted()) {
                throw WasiError.INTERRUPTED.exception();
            }
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(left);
        }
    }

    /** The same for one source. */
    public static boolean await(InputSource source, long nanos) {
        return await(List.of(source), nanos);
    }
}
