package dev.gyre.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.gyre.control.FolderLock;

/**
 * The folder that a command serves, kept for this process from before anything of it is installed until the last bundle has stopped. Where no
 * launcher has taken it, {@code dev.gyre.serve} does. Blocks on the disk.
 */
final class ServedFolder implements AutoCloseable {
    /** Framework property: the folder that is locked; empty when none is. */
    static final String PROPERTY = "gyre.dir.locked";

    private final Path folder;
    private final Optional<FolderLock> lock;

    private ServedFolder(Path folder, Optional<FolderLock> lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes it for a command that serves the folder. For another command, or when the folder cannot be written, which the command is to say
     * with all the rest, nothing is taken.
     *
     * @throws LauncherException when another process serves the folder
     */
    static ServedFolder of(List<String> arguments, Path folder) {
        boolean serves = !arguments.isEmpty() && arguments.getFirst().equals("serve") && !arguments.contains("--help") && !arguments.contains("-h");
        try {
            return new ServedFolder(folder, serves ? Optional.of(FolderLock.take(folder, ServerFolder.state(folder))) : Optional.empty());
        } catch (FolderLock.HeldException e) {
            throw new LauncherException(LauncherException.FAILED, e.getMessage());
        } catch (IOException e) {
            return new ServedFolder(folder, Optional.empty());
        }
    }

    /** For {@link #PROPERTY}. */
    String locked() {
        return lock.isPresent() ? folder.toString() : "";
    }

    @Override
    public void close() {
        lock.ifPresent(FolderLock::close);
    }
}
