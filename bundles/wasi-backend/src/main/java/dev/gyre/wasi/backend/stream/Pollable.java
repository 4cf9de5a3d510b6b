package dev.gyre.wasi.backend.stream;

/** Something a guest waits for. For the event's thread. */
public interface Pollable {
    /** Whether it is ready. If not, the calling thread is unparked when that may have changed, or {@link #nanosLeft} says when to look. */
    boolean ready();

    /** After how many nanoseconds it is ready by itself; {@link Long#MAX_VALUE} for what waits for somebody else. */
    default long nanosLeft() {
        return Long.MAX_VALUE;
    }
}
