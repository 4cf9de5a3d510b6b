package dev.gyre.runtime.internal.logs;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log file that is opened when first written to and appended to in whole blocks. At its size bound it becomes
 * {@code <name>.old}, replacing the one before. A disk that fails costs the output and one warning, never an event.
 *
 * <p>The guest's bytes are kept as they are: a file is not a terminal, and whoever looks for what a guest really wrote finds
 * it. Thread-safe; blocks on the disk.
 */
final class LogFile implements LogSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);
    /** How often to look whether somebody moved or deleted the file. */
    private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);
    /** How long not to touch a disk that failed. */
    private static final long TRY_AGAIN = TimeUnit.SECONDS.toNanos(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Path path;
    private final long bound;
    /** Not a channel: that would be closed by the interrupt that ends a guest. */
    private FileOutputStream stream;
    private long size;
    private long lookedAt;
    private boolean failing;
    private long failedAt;

    /** @param bound bytes at which the file is set aside */
    LogFile(Path path, long bound) {
        this.path = path;
        this.bound = bound;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            if (failing && System.nanoTime() - failedAt < TRY_AGAIN) {
                return;
            }
            open();
            if (size > 0 && size + length > bound) {
                setAside();
            }
            stream.write(bytes, offset, length);
            size += length;
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("component output is lost: {} cannot be written: {}", path, e.toString());
            }
            failing = true;
            failedAt = System.nanoTime();
            closeQuietly();
        } finally {
            lock.unlock();
        }
    }

    private void open() throws IOException {
        long now = System.nanoTime();
        if (stream != null && now - lookedAt > LOOK_AGAIN && Files.notExists(path)) {
            closeQuietly();
        }
        if (stream == null) {
            Files.createDirectories(path.getParent());
            stream = new FileOutputStream(path.toFile(), true);
            size = Files.size(path);
        }
        lookedAt = now;
    }

    private void setAside() throws IOException {
        closeQuietly();
        Files.move(path, path.resolveSibling(path.getFileName() + ".old"), StandardCopyOption.REPLACE_EXISTING);
        open();
    }

    private void closeQuietly() {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException e) {
            LOG.debug("closing {} failed", path, e);
        } finally {
            stream = null;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closeQuietly();
        } finally {
            lock.unlock();
        }
    }
}
