package dev.gyre.api.loader;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How to load an application.
 *
 * @param staging         a folder for staged files; the caller owns and removes it
 * @param transientWrites whether guests may write to their staged copies
 * @param source          what the user said of where it comes from, by the names of the options of {@code gyre up}
 *                        ({@code bindle-server}, {@code insecure}, ...); a loader knows its own and leaves the others alone
 * @param profile         the build profile (Spin 4.0); none for the default one
 */
public record LoadOptions(Path staging, boolean transientWrites, Map<String, String> source, Optional<String> profile) {
    /** What the user says of the source when the network is not to be asked. */
    public static final String OFFLINE = "offline";

    public LoadOptions {
        source = Map.copyOf(source);
    }

    /** Whether only what is on this machine may be used, such as what was pulled before. */
    public boolean offline() {
        return source.containsKey(OFFLINE);
    }

    /** With the default profile. */
    public LoadOptions(Path staging, boolean transientWrites, Map<String, String> source) {
        this(staging, transientWrites, source, Optional.empty());
    }

    /** With the default profile and nothing said of the source. */
    public LoadOptions(Path staging, boolean transientWrites) {
        this(staging, transientWrites, Map.of());
    }
}
