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

/** What {@code --key-value} and {@code --sqlite} put into stores, kept there until it is closed. For one thread. */
final class FirstData implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<InitialData.Held> held = new ArrayList<>();

    private FirstData() {
    }

    /**
     * @param options by name, without dashes
     * @throws UsageException  for a value that is not of its option's form
     * @throws DeployException when no bundle knows an option
     */
    static FirstData put(Map<String, List<String>> options, LatestByKey<InitialData> services, Application app, Optional<Path> state) {
        FirstData out = new FirstData();
        try {
            options.forEach((option, values) -> out.held.add(services.at(option).await(PATIENCE)
                    .orElseThrow(() -> new DeployException("option '--" + option + "': no bundle is installed that knows it")).put(app, state, values)));
            return out;
        } catch (IllegalArgumentException e) {
            out.close();
            throw new UsageException("option " + e.getMessage());
        } catch (RuntimeException e) {
            out.close();
            throw e;
        }
    }

    @Override
    public void close() {
        held.forEach(InitialData.Held::close);
        held.clear();
    }
}
