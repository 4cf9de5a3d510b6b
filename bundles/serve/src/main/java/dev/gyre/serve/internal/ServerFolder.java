package dev.gyre.serve.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.files.Folders;
import dev.gyre.api.files.WholeFiles;
import dev.gyre.control.FolderLock;

/**
 * The folder a container serves, for one process at a time. What is in {@code data/staging} belongs to the process and is removed when
 * the next one begins. Thread-safe; blocks on the disk.
 */
final class ServerFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerFolder.class);
    private static final List<String> WATCHED = List.of("apps", "deploy", "conf/services");

    private final Path folder;
    private final Optional<FolderLock> lock;

    private ServerFolder(Path folder, Optional<FolderLock> lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes what is missing of the folder.
     *
     * @param locked the folder that this process has already, if any: its file must not even be opened, since closing it again would end the
     *               lock of the whole process
     * @throws GyreException when it cannot be written, or another process serves it
     */
    static ServerFolder open(Path wanted, Optional<Path> locked) {
        Path folder = wanted.toAbsolutePath().normalize();
        try {
            for (String name : WATCHED) {
                Files.createDirectories(folder.resolve(name));
            }
            Path data = Files.createDirectories(folder.resolve("data"));
            ServerFolder made = new ServerFolder(folder, locked.filter(folder::equals).isPresent() ? Optional.empty() : Optional.of(FolderLock.take(folder, data)));
            made.sweep();
            return made;
        } catch (FolderLock.HeldException e) {
            throw new GyreException(e.getMessage(), e);
        } catch (IOException e) {
            throw new GyreException("cannot serve the folder " + folder + ": " + e + "; name one that can be written with --dir", e);
        }
    }

    private void sweep() throws IOException {
        WholeFiles.sweep(state());
        Path staging = folder.resolve("data/staging");
        if (Files.isDirectory(staging)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(staging)) {
                left.forEach(ServerFolder::remove);
            }
        }
    }

    Path folder() {
        return folder;
    }

    Path apps() {
        return folder.resolve("apps");
    }

    /** Where state is kept: logs, the socket of the shell. */
    Path state() {
        return folder.resolve("data");
    }

    Path logs(String app) {
        return state().resolve("logs").resolve(app);
    }

    /** Where an application keeps what has to outlive it. */
    Path kept(String app) {
        return state().resolve("state").resolve(app);
    }

    /** A new folder for one version of an application. */
    Path staging() {
        try {
            return Files.createDirectories(state().resolve("staging").resolve(UUID.randomUUID().toString())).toRealPath();
        } catch (IOException e) {
            throw new GyreException("cannot make a folder for staged files: " + e, e);
        }
    }

    /** Removes a folder of {@link #staging}. */
    static void remove(Path staging) {
        try {
            Folders.delete(staging);
        } catch (IOException e) {
            LOG.warn("staged files are left in {}: {}", staging, e.toString());
        }
    }

    @Override
    public void close() {
        lock.ifPresent(FolderLock::close);
    }
}
