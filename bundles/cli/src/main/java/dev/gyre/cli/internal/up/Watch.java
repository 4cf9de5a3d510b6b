package dev.gyre.cli.internal.up;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.Printable;
import dev.gyre.api.app.Application;
import dev.gyre.cli.args.UsageException;
import dev.gyre.cli.internal.AppSource;
import dev.gyre.cli.internal.build.BuildCommand;

/** Keeps what serves in line with the files it was loaded from. For one thread. */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration LOOK = Duration.ofMillis(60);

    private final boolean build;
    /** Looks anew at what the manifest says, before it is loaded. */
    private Runnable expect = () -> { };
    /** Whether there is something to be saved. */
    private boolean local;
    private WatchedFiles files;
    private Builds builds = Builds.NONE;
    /** As they were when what serves was loaded. */
    private Map<Path, WatchedFiles.Stamp> served = Map.of();

    /** @param build whether to build components whose sources change */
    Watch(boolean build) {
        this.build = build;
    }

    /**
     * Before the application is loaded: its files are followed from now on, and what has no module yet is built.
     *
     * @param written what the manifest says, without its modules
     */
    void begin(UpOptions options, Supplier<Application> written) {
        local |= options.scheme().equals(AppSource.LOCAL) && Files.exists(BuildCommand.manifest(options.reference()));
        if (local) {
            WatchedFiles always = WatchedFiles.at(BuildCommand.manifest(options.reference()), options.runtimeConfig().map(Path::toAbsolutePath));
            expect = () -> expect(always, written);
            expect.run();
        }
    }

    private void expect(WatchedFiles always, Supplier<Application> written) {
        try {
            Application application = written.get();
            follow(application, always.and(application));
            builds.missing();
        } catch (GyreException e) {
            follow(always); // whoever loads it says what is wrong
        }
    }

    /** The files to follow are this application's. */
    void loaded(Application application) {
        follow(application, WatchedFiles.of(application));
    }

    private void follow(Application application, WatchedFiles next) {
        follow(next);
        builds = build ? Builds.of(application).after(builds) : Builds.NONE;
    }

    private void follow(WatchedFiles next) {
        Map<Path, WatchedFiles.Stamp> before = served;
        files = next;
        served = files.look();
        served.replaceAll((file, stamp) -> before.getOrDefault(file, stamp)); // what was saved meanwhile has not been loaded
    }

    /**
     * Tells what is wrong, and blocks until something is saved.
     *
     * @return false when that would not help, or the thread is interrupted
     */
    boolean awaitSave(GyreException wrong) {
        if (!local || wrong instanceof UsageException || Thread.currentThread().isInterrupted()) {
            return false;
        }
        tell(wrong, "Nothing serves until it is mended: the next save is tried.");
        return changed(() -> true);
    }

    /**
     * Puts a new version in place whenever files have changed and no longer do. Blocks.
     *
     * @param load  the newest version
     * @param still whether to go on; an interrupt ends it too
     */
    void follow(Live live, Supplier<Live.Version> load, BooleanSupplier still) {
        while (changed(still)) {
            expect.run();
            if (renew(live, load)) {
                loaded(live.application());
            }
        }
    }

    /** Blocks until files have changed and no longer do; false when it is to end. */
    private boolean changed(BooleanSupplier still) {
        Map<Path, WatchedFiles.Stamp> before = served;
        while (still.getAsBoolean() && pause()) {
            builds.look();
            Map<Path, WatchedFiles.Stamp> now = files.look();
            if (!now.equals(served) && now.equals(before)) {
                served = now;
                return true;
            }
            before = now;
        }
        return false;
    }

    private static boolean renew(Live live, Supplier<Live.Version> load) {
        long begin = System.nanoTime();
        try {
            live.become(load.get());
            System.out.println("Reloaded " + Printable.of(live.application().info().name()) + " in " + (System.nanoTime() - begin) / 1_000_000 + " ms");
            return true;
        } catch (RuntimeException e) {
            tell(e, "What served before goes on.");
            return false;
        }
    }

    private static void tell(RuntimeException wrong, String then) {
        LOG.debug("not served", wrong);
        System.err.println("Error: " + Printable.of(wrong.getMessage() == null ? wrong.toString() : wrong.getMessage()) + '\n' + then);
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
