package dev.gyre.api.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.config.ConfigTable;

/**
 * What an application says of itself.
 *
 * @param version         empty when it states none, as manifest v2 allows
 * @param namespace       parsed by Spin 0.1 to 1.x and never used
 * @param manifestVersion 1 or 2
 * @param profile         the build profile it was read with (Spin 4.0); none for the default one
 * @param targets         environments its components must be compatible with unless they say otherwise (Spin 3.4)
 * @param tools           settings of other tools by tool ({@code application.tool}), unread
 */
public record AppInfo(
        String name,
        String version,
        Optional<String> description,
        List<String> authors,
        Optional<String> namespace,
        int manifestVersion,
        Origin origin,
        Optional<String> profile,
        List<Target> targets,
        Map<String, ConfigTable> tools) {

    public AppInfo {
        authors = List.copyOf(authors);
        targets = List.copyOf(targets);
        tools = Map.copyOf(tools);
    }

    /** An application without what manifest v2 added. */
    public AppInfo(String name, String version, Optional<String> description, List<String> authors, Optional<String> namespace,
            int manifestVersion, Origin origin) {
        this(name, version, description, authors, namespace, manifestVersion, origin, Optional.empty(), List.of(), Map.of());
    }

    /** The same under another name. */
    AppInfo named(String other) {
        return new AppInfo(other, version, description, authors, namespace, manifestVersion, origin, profile, targets, tools);
    }
}
