package dev.gyre.launcher;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import sun.misc.Signal;

/**
 * Turns signals that ask for the end into an orderly one.
 *
 * <p>The JVM's own handling would end with 130 or 143 whatever happened; a stop that was asked for is a success, as it is with
 * Spin. A second signal ends the process at once, with 128 + its number as shells say it.
 */
final class Signals {
    /** One press of Ctrl-C may arrive twice, from the terminal and from a parent that passes it on. */
    private static final long SAME_NANOS = Duration.ofMillis(300).toNanos();
    private static final long NONE = Long.MIN_VALUE;

    private Signals() {
    }

    /** @param stop run at the first signal; must not block */
    static void onStop(Runnable stop) {
        AtomicLong first = new AtomicLong(NONE);
        for (String name : List.of("INT", "TERM", "HUP")) {
            try {
                Signal.handle(new Signal(name), signal -> {
                    long now = System.nanoTime();
                    if (first.compareAndSet(NONE, now)) {
                        stop.run();
                    } else if (now - first.get() > SAME_NANOS) {
                        Runtime.getRuntime().halt(128 + signal.getNumber());
                    }
                });
            } catch (IllegalArgumentException e) {
                // unknown on this system, or kept by the JVM (-Xrs): the shutdown hook is left
            }
        }
    }
}
