package dev.gyre.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.gyre.launcher.client.Client;

/**
 * {@code gyre}: answers what needs no container, boots it for the rest.
 *
 * <p>Exit codes: what the command gave; 0 after a stop by signal; 1 for a folder that is served already; 2 for a wrong command line; 70, 73, 78 (as in sysexits.h) if
 * the container, the file system or the installation is at fault; 128 + signal if a second signal cut the stop short.
 */
public final class Main {
    private static final Set<String> HELP = Set.of("-h", "--help", "help");
    private static final Set<String> VERSION = Set.of("-V", "--version", "version");

    private Main() {
    }

    /** @param arguments a command and its options */
    public static void main(String... arguments) {
        int code;
        try {
            code = run(arguments);
        } catch (LauncherException e) {
            System.err.println("gyre: " + e.getMessage());
            code = e.exitCode();
        } catch (RuntimeException | Error e) {
            e.printStackTrace();
            code = LauncherException.SOFTWARE;
        }
        System.exit(code); // not a return: a bundle may have left threads behind
    }

    private static int run(String[] arguments) {
        StartTrace trace = "1".equals(System.getenv("GYRE_TRACE_START")) ? StartTrace.to(System.err) : StartTrace.OFF;
        trace.end("script and JVM");
        Optional<AotCache> cache = cache();
        if (!Boolean.getBoolean("gyre.aot.suspect")) {
            cache.ifPresent(AotCache::hasStarted);
        }
        Usage usage = Usage.load();
        String word = arguments.length == 0 ? "help" : arguments[0];
        if (HELP.contains(word)) {
            System.out.print(usage.text());
            return 0;
        }
        if (VERSION.contains(word)) {
            System.out.println("gyre " + usage.version() + " (Java " + Runtime.version() + ")");
            return 0;
        }
        if (Client.GROUPS.contains(word)) {
            return new Client(Optional.ofNullable(System.getProperty("gyre.home")).map(Path::of).map(ServerFolder::usual).map(ServerFolder::state)).run(List.of(arguments));
        }
        Path home = home();
        if (!usage.commands().contains(word) && !hasPlugIns(home)) {
            throw new LauncherException(LauncherException.USAGE, usage.refusal(word));
        }
        if (word.equals("aot")) {
            return train(home, cache);
        }
        boolean recording = System.getenv("GYRE_AOT_RECORD") != null;
        try (AotUpkeep upkeep = new AotUpkeep(home, recording ? Optional.empty() : cache)) {
            return new Session(home, trace).run(arguments, upkeep::run, recording);
        }
    }

    /** A bundle in deploy/ may bring a command that this list does not know. */
    private static boolean hasPlugIns(Path home) {
        return !Container.jars(home.resolve("deploy")).isEmpty();
    }

    private static Optional<AotCache> cache() {
        return Optional.ofNullable(System.getProperty("gyre.aot.cache")).map(file -> new AotCache(home(), Path.of(file)));
    }

    private static int train(Path home, Optional<AotCache> cache) {
        AotCache wanted = cache.orElseThrow(() -> new LauncherException(LauncherException.USAGE,
                "no place for a start-up cache: GYRE_AOT is off, or neither XDG_CACHE_HOME nor HOME is set"));
        try (AotTraining training = new AotTraining(home, wanted)) {
            training.run(List.of(), System.out);
        }
        return 0;
    }

    private static Path home() {
        String home = System.getProperty("gyre.home");
        if (home == null) {
            throw new LauncherException(LauncherException.CONFIGURATION, "gyre.home is not set: start Gyre with bin/gyre");
        }
        return Path.of(home).toAbsolutePath().normalize();
    }
}
