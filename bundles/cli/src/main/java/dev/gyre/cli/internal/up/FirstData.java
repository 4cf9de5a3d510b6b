package dev.gyre.cli.internal.up;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.host.InitialData;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.cli.args.UsageException;

/**
 * What {@code --key-value} and {@code --sqlite} put into stores once the application is accepted, as Spin does, and kept there until it is closed.
 * Thread-safe.
 */
final class FirstData implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Map<String, List<String>> options;
    private final LatestByKey<InitialData> services;
    private final Application app;
    private final Optional<Path> state;
    private final List<InitialData.Held> held = new ArrayList<>();
    private boolean begun;
    private Optional<RuntimeException> failure = Optional.empty();

    /**
     * @param options by name, without dashes
     * @throws UsageException  for a value that is not of its option's form
     * @throws DeployException when no bundle knows an option
     */
    FirstData(Map<String, List<String>> options, LatestByKey<InitialData> services, Application app, Optional<Path> state) {
        this.options = options;
        this.services = services;
        this.app = app;
        this.state = state;
        try {
            options.forEach((option, values) -> service(option).check(values));
        } catch (IllegalArgumentException e) {
            throw new UsageException("option " + e.getMessage());
        }
    }

    private InitialData service(String option) {
        return services.at(option).await(PATIENCE).orElseThrow(() -> new DeployException("option '--" + option + "': no bundle is installed that knows it"));
    }

    /**
     * Puts it there, the first time this is called; the application may be deployed again. Blocks.
     *
     * @throws dev.gyre.api.GyreException when that cannot be done, now or when it was tried
     */
    synchronized void put() {
        if (!begun) {
            begun = true;
            try {
                options.forEach((option, values) -> held.add(service(option).put(app, state, values)));
            } catch (RuntimeException e) {
                failure = Optional.of(e);
            }
        }
        check();
    }

    /** @throws dev.gyre.api.GyreException when it could not be put there */
    synchronized void check() {
        failure.ifPresent(e -> {
            throw e;
        });
    }

    @Override
    public synchronized void close() {
        begun = true;
        held.forEach(InitialData.Held::close);
        held.clear();
    }
}
