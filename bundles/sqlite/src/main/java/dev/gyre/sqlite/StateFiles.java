package dev.gyre.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;

/** Where the databases are that an application has without saying where. Stateless. */
public final class StateFiles {
    private static final String SPINS = ".spin";

    private StateFiles() {
    }

    /**
     * A file in the application's state folder; or in Spin's, beside the manifest, if that is where it is, so that Spin may be run by turns.
     *
     * @param stateDir in memory when absent
     * @param memory   stands for the database in memory
     */
    public static Location of(Application application, Optional<Path> stateDir, String file, Object memory) {
        return stateDir.<Location>map(folder -> new Location.OnDisk(onDisk(application, folder, file))).orElseGet(() -> new Location.InMemory(memory));
    }

    private static Path onDisk(Application application, Path stateDir, String file) {
        Path own = stateDir.resolve(file);
        if (!Files.exists(own) && application.info().origin() instanceof Origin.Manifest(Path manifest)) {
            Path spins = manifest.toAbsolutePath().resolveSibling(SPINS).resolve(file);
            if (Files.exists(spins)) {
                return spins;
            }
        }
        return own;
    }
}
