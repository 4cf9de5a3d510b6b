package dev.gyre.runtime.internal.logs;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.runtime.DeployOptions;

/**
 * The logs of an application's components: {@code <component>_stdout.txt} and {@code <component>_stderr.txt} (as Spin 0.1
 * and later name them) and the console for those that are followed. Thread-safe.
 */
public final class AppLogs implements AutoCloseable {
    /** A log file of this size is set aside, and one of those is kept. */
    private static final long FILE_BOUND = 16L << 20;

    private final Map<String, ComponentLog> logs = new HashMap<>();
    private final List<LogFile> files = new ArrayList<>();

    public AppLogs(Application app, DeployOptions options) {
        this(app, options, System.out, System.err, FILE_BOUND);
    }

    AppLogs(Application app, DeployOptions options, PrintStream out, PrintStream err, long fileBound) {
        for (Component component : app.served()) {
            String id = component.id();
            boolean followed = switch (options.follow()) {
                case DeployOptions.Follow.None none -> false;
                case DeployOptions.Follow.All all -> true;
                case DeployOptions.Follow.Named named -> named.components().contains(id);
            };
            logs.put(id, new ComponentLog(
                    sinks(options.logDir(), id, "stdout", followed ? Optional.of(out) : Optional.empty(), fileBound),
                    sinks(options.logDir(), id, "stderr", followed ? Optional.of(err) : Optional.empty(), fileBound)));
        }
    }

    private List<LogSink> sinks(Optional<Path> folder, String id, String stream, Optional<PrintStream> console, long fileBound) {
        List<LogSink> out = new ArrayList<>();
        folder.ifPresent(f -> {
            LogFile file = new LogFile(f.resolve(FileNames.of(id) + "_" + stream + ".txt"), fileBound);
            files.add(file);
            out.add(file);
        });
        console.ifPresent(c -> out.add(new ConsoleSink(c, id)));
        return List.copyOf(out);
    }

    /** The log of one of the application's components. */
    public ComponentLog component(String id) {
        return logs.get(id);
    }

    @Override
    public void close() {
        files.forEach(LogFile::close);
    }
}
