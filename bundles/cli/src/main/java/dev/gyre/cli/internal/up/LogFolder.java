package dev.gyre.cli.internal.up;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.runtime.DeployException;

/** Where the component logs of an application go. */
final class LogFolder {
    private LogFolder() {
    }

    /**
     * The folder the user named; else {@code .gyre/logs} beside the manifest; else, where that cannot be written,
     * {@code ~/.gyre/<app>/logs}; else none.
     */
    static Optional<Path> of(Application app, Optional<Path> wanted) {
        if (wanted.isPresent()) {
            try {
                return Optional.of(Files.createDirectories(wanted.get().toAbsolutePath()));
            } catch (FileAlreadyExistsException e) {
                throw new DeployException("the log folder " + wanted.get() + " is no folder; name another one with --log-dir", e);
            } catch (IOException e) {
                throw new DeployException("cannot make the log folder " + wanted.get() + ": " + e, e);
            }
        }
        if (app.info().origin() instanceof Origin.Manifest m) {
            Optional<Path> beside = usable(m.file().toAbsolutePath().getParent().resolve(".gyre/logs"));
            if (beside.isPresent()) {
                return beside;
            }
        }
        String name = app.info().name().replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
        return usable(Path.of(System.getProperty("user.home"), ".gyre", name, "logs"));
    }

    private static Optional<Path> usable(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder) ? Optional.of(folder) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
