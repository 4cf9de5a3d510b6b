package dev.gyre.launcher;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.osgi.framework.Constants;

/** One run of the container for one command, from the first file read to the last bundle stopped. For one thread. */
final class Session {
    /** How long bundles may take to finish what they are doing. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    /** A stop longer than this is worth a word to the user. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
    /** How long a bundle that is not there yet, a plug-in for example, may take to come and take the command. */
    private static final Duration LATECOMERS = Duration.ofSeconds(5);
    private static final String COMMAND_TIMEOUT = "gyre.command.timeout";

    private final Path home;
    private final StartTrace trace;
    /** Whether the stop has taken too long already. */
    private volatile boolean givenUp;
    /** Whether somebody at the keyboard wants the end, and may want it sooner; a command that ended by itself has told all there is to tell. */
    private volatile boolean asked;

    /** @param home the distribution's folder, absolute */
    Session(Path home, StartTrace trace) {
        this.home = home;
        this.trace = trace;
    }

    /**
     * Boots, runs the command, stops. Blocks until then.
     *
     * @param afterTaken run once the command is in good hands, in a thread of its own
     * @param endsWithInput also stop when standard input ends
     * @return the process's exit code
     */
    int run(String[] arguments, Runnable afterTaken, boolean endsWithInput) {
        Command command = new Command(arguments);
        Signals.onStop(() -> {
            asked = true;
            command.exit(0);
        });
        if (endsWithInput) {
            daemon("gyre-input", () -> {
                awaitEndOfInput();
                command.exit(0);
            });
        }
        Path served = ServerFolder.of(List.of(arguments), home);
        try (ServedFolder kept = ServedFolder.of(List.of(arguments), served);
                Scratch temporary = Scratch.create(Path.of(System.getProperty("java.io.tmpdir")));
                Scratch data = Scratch.create(Scratch.inMemory(temporary.folder()))) {
            // every temporary file of every bundle goes with the process, also after a kill
            System.setProperty("java.io.tmpdir", temporary.folder().toString());
            Map<String, String> settings = settings(data, served, kept);
            WatchedFolders.settle(List.of(arguments), settings);
            trace.end("settings");
            Container container = new Container(settings, Session::complain);
            trace.end("init framework");
            // whoever ends the JVM without asking, a bundle's System.exit for example: stop in order all the same
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                if (!givenUp) {
                    container.stop(command.taker(), STOP_LIMIT);
                }
                data.close();
                temporary.close();
            }, "gyre-shutdown"));
            container.onStopping(() -> command.exit(0));
            boot(container, settings);
            int code = runCommand(container, command, settings, afterTaken);
            return stop(container, command) ? code : LauncherException.SOFTWARE;
        }
    }

    private Map<String, String> settings(Scratch data, Path served, ServedFolder kept) {
        Map<String, String> settings = Settings.of(home, served,
                Map.of("gyre.home", home.toString(), "gyre.dir", served.toString(), "gyre.data", data.folder().toString()));
        settings.put(ServedFolder.PROPERTY, kept.locked());
        String packages = SystemPackages.of(settings.getOrDefault("gyre.system.modules", ""), ModuleLayer.boot());
        if (!packages.isEmpty()) {
            settings.merge(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, packages, (given, computed) -> given + "," + computed);
        }
        return settings;
    }

    private void boot(Container container, Map<String, String> settings) {
        ModuleNeeds needs = ModuleNeeds.of(settings.getOrDefault("gyre.install.with", ""));
        container.install(home.resolve("bundles"), new StartOrder(list(settings, "gyre.start.first"), list(settings, "gyre.start.late"),
                list(settings, "gyre.start.asked")), jar -> needs.areMet(jar, ModuleLayer.boot()));
        trace.end("install");
        container.resolve();
        trace.end("resolve");
        container.start(trace);
    }

    /** Is there anything for the bundles that are started late, so that the command may need them after all? */
    private static boolean hasPlugIns(Map<String, String> settings) {
        return list(settings, "gyre.start.late.watches").stream().anyMatch(folder -> {
            String[] names = new File(folder).list();
            return names != null && Stream.of(names).anyMatch(name -> !name.equals("README.txt"));
        });
    }

    private static List<String> list(Map<String, String> settings, String name) {
        return SystemPackages.split(settings.getOrDefault(name, ""));
    }

    private int runCommand(Container container, Command command, Map<String, String> settings, Runnable afterTaken) {
        boolean plugIns = hasPlugIns(settings);
        if (plugIns) {
            container.startLate();
            trace.end("start plug-ins");
        }
        if (command.isTakenWithin(Duration.ZERO)) {
            return command.awaitExit(); // the user did not wait for the start
        }
        // in a thread of its own: a bundle may run the whole command where it is offered
        daemon("gyre-command", () -> {
            command.offer(container.context(), trace); // bundles that are there have taken it when this returns
            if (!command.isTakenWithin(LATECOMERS)) {
                command.giveUp();
            }
        });
        Duration bound = Settings.millis(settings, COMMAND_TIMEOUT, Duration.ofMinutes(1));
        if (!command.isTakenWithin(bound)) {
            complain("no bundle runs the command (waited " + bound.toSeconds() + " s at most, " + COMMAND_TIMEOUT + ")");
            Diagnosis.waitingComponents(container.context()).forEach(Session::complain);
            return LauncherException.SOFTWARE;
        }
        trace.end("command taken");
        daemon("gyre-after-start", () -> {
            if (!plugIns) {
                container.startLate();
            }
            afterTaken.run();
        });
        return command.awaitExit();
    }

    private static void complain(String problem) {
        System.err.println("gyre: " + problem);
    }

    private static void daemon(String name, Runnable work) {
        Thread.ofPlatform().name(name).daemon().start(work);
    }

    private static void awaitEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // as good as its end
        }
    }

    private boolean stop(Container container, Command command) {
        if (container.stop(command.taker(), STOP_PATIENCE)) {
            return true;
        }
        if (asked) {
            complain("finishing what is running, " + STOP_LIMIT.toSeconds() + " s at most; once more to end at once");
        }
        if (container.stop(command.taker(), STOP_LIMIT.minus(STOP_PATIENCE))) {
            return true;
        }
        givenUp = true;
        List<String> busy = container.busy();
        complain("not stopped after " + STOP_LIMIT.toSeconds() + " s: " + (busy.isEmpty() ? "no bundle is stopping or starting; a thread dump tells more" : String.join(", ", busy)));
        return false;
    }
}
