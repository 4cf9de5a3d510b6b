package dev.gyre.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a served folder for one process: a lock on a file in its state folder that holds the process's id. A process that has it must not open
 * the file again: closing that would end the lock. Blocks on the disk.
 */
public final class FolderLock implements AutoCloseable {
    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /** Somebody else serves the folder. */
    public static final class HeldException extends IOException {
        private static final long serialVersionUID = 1L;

        HeldException(String message) {
            super(message);
        }
    }

    /**
     * @param folder that is served, as the user knows it
     * @param state  its state folder, made if it is not there
     * @throws HeldException when a process serves it, this one included; for the user
     * @throws IOException   when it cannot be written
     */
    public static FolderLock take(Path folder, Path state) throws IOException {
        FileChannel file = FileChannel.open(Files.createDirectories(state).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!isOurs(file)) {
                throw new HeldException(folder + " is served already" + owner(file) + "; serve another folder with --dir");
            }
            file.truncate(0).write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
            return new FolderLock(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static boolean isOurs(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another part of this process has it
        }
    }

    private static String owner(FileChannel file) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        file.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? "" : " by process " + text;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // it ends with the process
        }
    }
}
