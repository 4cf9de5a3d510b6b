package dev.gyre.api.files;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a user's own files are kept, by the rules of the XDG base directories. Stateless. */
public final class UserFolders {
    private UserFolders() {
    }

    /**
     * The folder of what can be made anew at any time: {@code $XDG_CACHE_HOME/gyre} or {@code ~/.cache/gyre}.
     *
     * @param home the user's home folder
     * @return nothing when there is neither
     */
    public static Optional<Path> cache(Map<String, String> environment, Optional<String> home) {
        return folder(environment, "XDG_CACHE_HOME", home, ".cache");
    }

    /** The folder of what the user decided: {@code $XDG_CONFIG_HOME/gyre} or {@code ~/.config/gyre}. */
    public static Optional<Path> config(Map<String, String> environment, Optional<String> home) {
        return folder(environment, "XDG_CONFIG_HOME", home, ".config");
    }

    private static Optional<Path> folder(Map<String, String> environment, String variable, Optional<String> home, String below) {
        Optional<Path> xdg = Optional.ofNullable(environment.get(variable)).filter(x -> !x.isEmpty()).map(Path::of).filter(Path::isAbsolute);
        return xdg.or(() -> home.filter(h -> !h.isEmpty()).map(h -> Path.of(h, below))).map(folder -> folder.resolve("gyre"));
    }
}
