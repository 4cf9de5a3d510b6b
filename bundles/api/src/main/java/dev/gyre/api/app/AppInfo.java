package dev.gyre.api.app;

import java.util.List;
import java.util.Optional;

/**
 * What an application says of itself.
 *
 * @param manifestVersion 1 or 2
 * @param namespace       parsed by Spin 0.1 to 1.x and never used
 */
public record AppInfo(
        String name,
        String version,
        Optional<String> description,
        List<String> authors,
        Optional<String> namespace,
        int manifestVersion,
        Origin origin) {

    public AppInfo {
        authors = List.copyOf(authors);
    }
}
