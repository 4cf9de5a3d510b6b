package dev.gyre.blobs;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import java.util.function.LongSupplier;
import dev.gyre.api.Printable;

/**
 * Shows a transfer to whoever waits for it: a bar on a terminal, now and then a line elsewhere, nothing at all when it is over
 * before anybody could wonder. Thread-safe.
 */
public final class TransferDisplay implements Progress, AutoCloseable {
    private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long REDRAW = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LINE = TimeUnit.SECONDS.toNanos(3);
    private static final int WIDTH = 30;

    private final String what;
    private final long total;
    private final boolean terminal;
    private final Consumer<String> out;
    private final LongSupplier clock;
    private final long began;
    private final AtomicLong moved = new AtomicLong();
    private final AtomicLong next;
    private volatile boolean shown;

    /**
     * @param what     such as {@code Pulling shop/1.0.0}
     * @param total    bytes that may have to be moved; some may turn out to be there already
     * @param terminal whether lines can be drawn over
     * @param out      takes what is to be printed, line ends included
     * @param clock    as {@link System#nanoTime}
     */
    TransferDisplay(String what, long total, boolean terminal, Consumer<String> out, LongSupplier clock) {
        this.what = Printable.of(what);
        this.total = total;
        this.terminal = terminal;
        this.out = out;
        this.clock = clock;
        this.began = clock.getAsLong();
        this.next = new AtomicLong(began + (terminal ? FIRST : LINE));
    }

    /** A display on the process's standard error. */
    public static TransferDisplay onConsole(String what, long total) {
        Console console = System.console();
        PrintStream err = System.err;
        return new TransferDisplay(what, total, console != null && console.isTerminal(), text -> {
            err.print(text);
            err.flush();
        }, System::nanoTime);
    }

    @Override
    public void moved(long bytes) {
        long sum = moved.addAndGet(bytes);
        long now = clock.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + (terminal ? REDRAW : LINE))) {
            shown = true;
            out.accept(terminal ? "\r" + bar(sum) : what + ": " + amounts(sum) + "\n");
        }
    }

    private String bar(long sum) {
        int full = total <= 0 ? WIDTH : (int) Math.clamp(sum * WIDTH / total, 0, WIDTH);
        return what + " [" + "=".repeat(full) + " ".repeat(WIDTH - full) + "] " + amounts(sum) + " ";
    }

    private String amounts(long sum) {
        return String.format(Locale.ROOT, "%.1f of %.1f MiB", mib(Math.min(sum, total)), mib(total));
    }

    private static double mib(long bytes) {
        return bytes / 1048576.0;
    }

    /** Ends the display. */
    @Override
    public void close() {
        if (shown) {
            double seconds = Math.max(0.001, (clock.getAsLong() - began) / 1e9);
            String sum = String.format(Locale.ROOT, "%.1f MiB in %.1f s", mib(moved.get()), seconds);
            out.accept((terminal ? "\r" + " ".repeat(what.length() + WIDTH + 30) + "\r" : "") + what + ": " + sum + "\n");
        }
    }
}
