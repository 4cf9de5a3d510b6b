package dev.gyre.cli.internal.up;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.files.Folders;
import dev.gyre.api.runtime.DeployException;

/**
 * The folder an application's files are staged in.
 *
 * @param ours whether we made it and so remove it
 */
record Staging(Path folder, boolean ours) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

    static Staging open(Optional<Path> wanted) {
        try {
            if (wanted.isPresent()) {
                return new Staging(Files.createDirectories(wanted.get()).toRealPath(), false);
            }
            return new Staging(Files.createTempDirectory(temporary(), "gyre-up-").toRealPath(), true);
        } catch (IOException e) {
            throw new DeployException("cannot make the folder for staged files: " + e, e);
        }
    }

    /** As it is now: the launcher gives each process a folder of its own. */
    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    @Override
    public void close() {
        if (!ours) {
            return;
        }
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            LOG.warn("staged files are left in {}: {}", folder, e.toString());
        }
    }
}
