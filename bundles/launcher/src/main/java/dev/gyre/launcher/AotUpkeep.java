package dev.gyre.launcher;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Looks after the start-up cache while a command runs: removes a damaged one, and makes a missing or outdated one in the
 * background, so that later starts are faster. Whatever goes wrong there is no concern of the command's.
 */
final class AotUpkeep implements AutoCloseable {
    /** Milliseconds that leave the processor to the application's first requests; a command that is over sooner makes no cache. */
    private static final long PAUSE = Long.getLong("gyre.aot.pause", 5000);

    private final Optional<AotCache> cache;
    private final Optional<AotTraining> training;

    /** @param cache nothing if there is to be none */
    AotUpkeep(Path home, Optional<AotCache> cache) {
        this.cache = cache;
        this.training = cache.map(present -> new AotTraining(home, present));
    }

    /** Blocks until all is well, or until {@link #close}. */
    void run() {
        if (cache.isEmpty()) {
            return;
        }
        try {
            Thread.sleep(PAUSE);
            if (Boolean.getBoolean("gyre.aot.suspect")) {
                cache.get().check();
            }
            if (!cache.get().isCurrent() && cache.get().want()) {
                training.get().run(niceness(), new PrintStream(OutputStream.nullOutputStream()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LauncherException e) {
            // "gyre aot" tells what is wrong to who wants to know
        }
    }

    private static List<String> niceness() {
        return System.getProperty("os.name").startsWith("Windows") ? List.of() : List.of("nice", "-n", "15");
    }

    @Override
    public void close() {
        training.ifPresent(AotTraining::close);
    }
}
