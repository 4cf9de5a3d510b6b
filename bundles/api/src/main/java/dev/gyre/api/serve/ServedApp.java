package dev.gyre.api.serve;

import java.util.Optional;

import dev.gyre.api.runtime.Deployment;

/**
 * An application of the folder as it is at a moment.
 *
 * @param name       in this container: that of its file in {@code apps/}
 * @param from       {@link AppReference#from}; empty while its file cannot be read
 * @param deployment what serves or waits; nothing when it could not be deployed yet
 * @param problem    why the file as it is now is not what serves; nothing when it is
 * @param waiting    whether it is because something is missing, and will be when a bundle brings that
 */
public record ServedApp(String name, String from, Optional<Deployment> deployment, Optional<String> problem, boolean waiting) {
}
