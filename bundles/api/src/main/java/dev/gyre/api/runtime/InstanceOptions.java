package dev.gyre.api.runtime;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one event gives its instance.
 *
 * @param environment in addition to the component's, and winning over it
 * @param stdin       empty input when absent
 * @param stdout      the component's log when absent
 * @param stderr      the component's log when absent
 */
public record InstanceOptions(
        Map<String, String> environment,
        List<String> arguments,
        Optional<InputStream> stdin,
        Optional<OutputStream> stdout,
        Optional<OutputStream> stderr) {

    public static final InstanceOptions DEFAULT =
            new InstanceOptions(Map.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
}
