package dev.gyre.cli.internal.up;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.Printable;
import dev.gyre.api.app.Application;

/** Keeps what serves in line with the files it was loaded from. For one thread. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration LOOK = Duration.ofMillis(60);

    private final boolean build;
    private WatchedFiles files;
    private Optional<Builds> builds = Optional.empty();
    /** As they were when what serves was loaded. */
    private Map<Path, WatchedFiles.Stamp> served = Map.of();

    /** @param build whether to build components whose sources change */
    Watch(boolean build) {
        this.build = build;
    }

    /** The files to follow are this application's, as they are now. */
    void loaded(Application application) {
        files = WatchedFiles.of(application);
        served = files.look();
        builds = build ? Optional.of(Builds.of(application)) : Optional.empty();
    }

    /**
     * Puts a new version in place whenever files have changed and no longer do. Blocks.
     *
     * @param load  the newest version
     * @param still whether to go on; an interrupt ends it too
     */
    void follow(Live live, Supplier<Live.Version> load, BooleanSupplier still) {
        Map<Path, WatchedFiles.Stamp> before = served;
        while (still.getAsBoolean() && pause()) {
            builds.ifPresent(Builds::look);
            Map<Path, WatchedFiles.Stamp> now = files.look();
            if (!now.equals(served) && now.equals(before)) {
                if (renew(live, load)) {
                    loaded(live.application());
                    served.replaceAll((file, stamp) -> now.getOrDefault(file, stamp)); // what was saved meanwhile has not been loaded
                } else {
                    served = now;
                }
            }
            before = now;
        }
    }

    private static boolean renew(Live live, Supplier<Live.Version> load) {
        long begin = System.nanoTime();
        try {
            live.become(load.get());
            System.out.println("Reloaded " + Printable.of(live.application().info().name()) + " in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
            return true;
        } catch (RuntimeException e) {
            LOG.debug("not reloaded", e);
            System.err.println("Error: " + Printable.of(e.getMessage() == null ? e.toString() : e.getMessage()) + "\nWhat served before goes on.");
            return false;
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(LOOK);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
