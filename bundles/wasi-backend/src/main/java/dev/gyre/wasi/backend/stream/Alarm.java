package dev.gyre.wasi.backend.stream;

/**
 * Ready at a time.
 *
 * @param nanoTime as {@link System#nanoTime} tells it
 */
public record Alarm(long nanoTime) implements Pollable {
    /** Ready after so long; what is too far off is never ready. */
    public static Alarm after(long nanos) {
        return new Alarm(System.nanoTime() + Math.clamp(nanos, 0, Long.MAX_VALUE / 2));
    }

    @Override
    public boolean ready() {
        return nanosLeft() <= 0;
    }

    @Override
    public long nanosLeft() {
        return nanoTime - System.nanoTime();
    }
}
