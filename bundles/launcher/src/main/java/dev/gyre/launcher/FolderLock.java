package dev.gyre.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a folder for one process, from before anything of it is installed until the last bundle has stopped. The file and what is in it,
 * the process's id, are those of {@code dev.gyre.serve}, which takes the lock itself where no launcher has. Blocks on the disk.
 */
final class FolderLock implements AutoCloseable {
    /** Framework property: the folder that is locked; empty when none is. */
    static final String PROPERTY = "gyre.dir.locked";

    private final Optional<FileChannel> channel;

    private FolderLock(Optional<FileChannel> channel) {
        this.channel = channel;
    }

    /**
     * Takes it for a command that serves the folder. For another command, or when the folder cannot be written, which the command is to say
     * with all the rest, nothing is taken.
     *
     * @throws LauncherException when another process serves the folder
     */
    static FolderLock take(List<String> arguments, Path folder) {
        if (arguments.isEmpty() || !arguments.getFirst().equals("serve") || arguments.contains("--help") || arguments.contains("-h")) {
            return new FolderLock(Optional.empty());
        }
        FileChannel file;
        try {
            Path data = Files.createDirectories(ServerFolder.state(folder));
            file = FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            return new FolderLock(Optional.empty());
        }
        FolderLock lock = new FolderLock(Optional.of(file));
        try {
            if (!taken(file)) {
                throw new LauncherException(LauncherException.FAILED, folder + " is served already" + owner(file) + "; serve another folder with --dir");
            }
            file.truncate(0).write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
            return lock;
        } catch (IOException e) {
            lock.close();
            return new FolderLock(Optional.empty());
        } catch (LauncherException e) {
            lock.close();
            throw e;
        }
    }

    private static boolean taken(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String owner(FileChannel file) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        file.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? "" : " by process " + text;
    }

    /** For {@link #PROPERTY}. */
    String property(Path folder) {
        return channel.isPresent() ? folder.toString() : "";
    }

    @Override
    public void close() {
        try {
            if (channel.isPresent()) {
                channel.get().close();
            }
        } catch (IOException e) {
            // it ends with the process
        }
    }
}
