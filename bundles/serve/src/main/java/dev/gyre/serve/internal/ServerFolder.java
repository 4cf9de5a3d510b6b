package dev.gyre.serve.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.files.Folders;
import dev.gyre.api.files.WholeFiles;

/**
 * The folder a container serves, for one process at a time. What is in {@code data/staging} belongs to the process and is removed when
 * the next one begins. Thread-safe; blocks on the disk.
 */
final class ServerFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerFolder.class);
    private static final List<String> WATCHED = List.of("apps", "deploy", "conf/services");

    private final Path folder;
    private final Optional<FileChannel> lock;

    private ServerFolder(Path folder, Optional<FileChannel> lock) {
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
            ServerFolder made = new ServerFolder(folder, locked.filter(folder::equals).isPresent() ? Optional.empty() : Optional.of(lock(folder, data)));
            made.sweep();
            return made;
        } catch (IOException e) {
            throw new GyreException("cannot serve the folder " + folder + ": " + e + "; name one that can be written with --dir", e);
        }
    }

    private static FileChannel lock(Path folder, Path data) throws IOException {
        FileChannel lock = FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!taken(lock)) {
            String owner = owner(lock);
            lock.close();
            throw new GyreException(folder + " is served already" + owner + "; serve another folder with --dir");
        }
        lock.truncate(0).write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
        return lock;
    }

    private static boolean taken(FileChannel channel) throws IOException {
        try {
            FileLock got = channel.tryLock();
            return got != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? "" : " by process " + text;
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
        try {
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            LOG.debug("closing the lock failed", e);
        }
    }
}
