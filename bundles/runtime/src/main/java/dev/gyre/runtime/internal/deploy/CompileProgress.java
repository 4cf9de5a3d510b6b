package dev.gyre.runtime.internal.deploy;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.engine.CompileOptions;

/** Tells the user how far a compilation is, once it takes so long that they ask themselves. Thread-safe. */
final class CompileProgress {
    private static final Logger LOG = LoggerFactory.getLogger(CompileProgress.class);
    /** As Spin: after this long the user is told what takes so long. */
    private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(1250);
    private static final long AGAIN = TimeUnit.SECONDS.toNanos(3);
    /** Bytes of code. Compiling less takes a moment, if the machine is not busy otherwise. */
    private static final long WORTH_TELLING = 64 << 10;

    private final String application;
    private final long total;
    private final LongAdder done = new LongAdder();
    private long next = System.nanoTime() + SLOW;
    private boolean told;

    /** @param total bytes of code of all modules */
    CompileProgress(String application, long total) {
        this.application = application;
        this.total = total;
    }

    /** The progress of one of the modules, which may count its code in a way of its own. */
    CompileOptions.Progress module(long codeBytes) {
        AtomicLong counted = new AtomicLong();
        return (compiled, of) -> {
            long now = of <= 0 ? codeBytes : (long) ((double) compiled / of * codeBytes);
            long before = counted.getAndAccumulate(now, Math::max);
            done.add(Math.max(0, now - before));
        };
    }

    /** Nanoseconds until {@link #tell} has something to say. */
    long quiet() {
        return Math.max(0, next - System.nanoTime());
    }

    /** For the thread that waits for the compilers. */
    void tell() {
        line().ifPresent(LOG::info);
    }

    /** What there is to say now; nothing when there is so little code that something else must keep the machine busy. */
    Optional<String> line() {
        next = System.nanoTime() + AGAIN;
        if (total < WORTH_TELLING) {
            return Optional.empty();
        }
        if (!told) {
            told = true;
            return Optional.of("application \"" + application + "\": slow start: still compiling " + (total >> 10)
                    + " KiB of code; the next start takes the compiled modules from the cache");
        }
        return Optional.of("application \"" + application + "\": still compiling, " + Math.min(99, 100 * done.sum() / total) + " % of " + (total >> 10) + " KiB");
    }
}
