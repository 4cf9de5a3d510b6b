package dev.gyre.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/**
 * Prints the phases of the start: {@code gyre-trace <ms since the process began> <ms of this phase> <phase>}, one a line.
 *
 * <p>The time before {@code main} includes the start script, which replaces itself by the JVM and so is the same process.
 * Thread-safe.
 */
final class StartTrace {
    /** Prints nothing. */
    static final StartTrace OFF = new StartTrace(null, 0);

    private final PrintStream out;
    private double last;
    private final long origin;

    private StartTrace(PrintStream out, long origin) {
        this.out = out;
        this.origin = origin;
    }

    /** @param out where to print */
    static StartTrace to(PrintStream out) {
        Instant now = Instant.now();
        Duration age = ProcessHandle.current().info().startInstant().map(start -> Duration.between(start, now)).orElse(Duration.ZERO);
        return new StartTrace(out, System.nanoTime() - age.toNanos());
    }

    boolean isOn() {
        return out != null;
    }

    /** The named phase has just ended; the next one begins now. */
    synchronized void end(String phase) {
        if (out == null) {
            return;
        }
        double now = (System.nanoTime() - origin) / 1e6;
        out.printf("gyre-trace %.1f %.1f %s%n", now, now - last, phase);
        last = now;
    }
}
