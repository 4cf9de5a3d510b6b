package dev.gyre.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** The unit of proc(5), the same on every Linux. */
    private static final double TICKS_PER_SECOND = 100;

    private final PrintStream out;
    private double last;
    private final long origin;

    private StartTrace(PrintStream out, long origin) {
        this.out = out;
        this.origin = origin;
    }

    /** @param out where to print */
    static StartTrace to(PrintStream out) {
        return new StartTrace(out, System.nanoTime() - age().toNanos());
    }

    /** Of this process. {@code ProcessHandle} knows it to a second only on Linux, {@code proc(5)} to 10 ms. */
    private static Duration age() {
        Instant now = Instant.now();
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            double started = Double.parseDouble(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]) / TICKS_PER_SECOND;
            double up = Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
            return Duration.ofMillis(Math.round((up - started) * 1000));
        } catch (IOException | RuntimeException e) {
            return ProcessHandle.current().info().startInstant().map(start -> Duration.between(start, now)).orElse(Duration.ZERO);
        }
    }

    boolean isOn() {
        return out != null;
    }

    /** The named phase has just ended; the next one begins now. */
    void end(String phase) {
        end(phase, 0);
    }

    /** The same, but a phase shorter than the given milliseconds becomes part of the next one. */
    synchronized void end(String phase, double atLeast) {
        if (out == null) {
            return;
        }
        double now = (System.nanoTime() - origin) / 1e6;
        if (now - last < atLeast) {
            return;
        }
        out.println("gyre-trace " + tenths(now) + ' ' + tenths(now - last) + ' ' + phase);
        last = now;
    }

    /** String.format alone would take 30 ms of the start. */
    private static double tenths(double millis) {
        return Math.round(millis * 10) / 10.0;
    }
}
