package dev.gyre.sqlite.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.gyre.sqlite.SqliteException;

/**
 * The files of one database: itself and its rollback journal, which SQLite knows as {@code main} and {@code main-journal}. There is no other
 * file that SQLite could reach, whatever a statement says. For the database's thread.
 *
 * <p>The database's own file stays open from first to last, because a process loses its POSIX locks on a file when it closes any descriptor of it.
 */
final class DatabaseFiles implements AutoCloseable {
    static final String MAIN = "main";
    private static final String JOURNAL = MAIN + "-journal";
    private static final String LOG_SUFFIX = "-wal";
    /** Where SQLite's locks are ({@code PENDING_BYTE}, {@code RESERVED_BYTE} and the shared range): whoever has them all is alone. */
    private static final long LOCK_BYTE = 0x4000_0000L;
    private static final long LOCK_BYTES = 512;
    /** Of the file's header: how it is written and read, 1 with a rollback journal and 2 with a write-ahead log. */
    private static final int VERSIONS_AT = 18;
    private static final byte WITH_LOG = 2;

    private final Path path;
    private final DiskFile main;
    private final Map<String, Long> identities = new HashMap<>(Map.of(MAIN, 1L));
    private Optional<FileLock> lock = Optional.empty();

    /** @throws SqliteException when the file cannot be opened or made */
    DatabaseFiles(Path path) {
        this.path = path;
        try {
            Files.createDirectories(path.getParent());
            main = new DiskFile(path);
        } catch (IOException e) {
            throw new SqliteException(SqliteException.Kind.FILE, "the database " + path + " cannot be opened: " + e, e);
        }
    }

    /** @return false while another process has it */
    boolean tryLock() {
        if (lock.isPresent()) {
            return true;
        }
        try {
            lock = Optional.ofNullable(main.file().getChannel().tryLock(LOCK_BYTE, LOCK_BYTES, false));
            return lock.isPresent();
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw new SqliteException(SqliteException.Kind.FILE, "the database " + path + " cannot be locked: " + e, e);
        }
    }

    void unlock() {
        try {
            if (lock.isPresent()) {
                lock.get().release();
            }
            lock = Optional.empty();
        } catch (IOException e) {
            throw new SqliteException(SqliteException.Kind.FILE, "the lock on the database " + path + " cannot be given back: " + e, e);
        }
    }

    /**
     * Turns a database with a write-ahead log, which this SQLite cannot read, into one without: as long as the log is empty they differ in two
     * bytes. To be called with the lock, which nobody gets while another process has such a database open.
     */
    void leaveLog() {
        try {
            byte[] versions = new byte[2];
            if (main.read(VERSIONS_AT, versions, versions.length) < versions.length || versions[0] != WITH_LOG) {
                return;
            }
            Path log = path.resolveSibling(path.getFileName() + LOG_SUFFIX);
            if (Files.exists(log) && Files.size(log) > 0) {
                throw new SqliteException(SqliteException.Kind.FILE, "the database " + path + " has changes in its write-ahead log " + log.getFileName()
                        + ", which cannot be read here; have them written back with: sqlite3 " + path + " 'PRAGMA journal_mode=DELETE'");
            }
            main.write(VERSIONS_AT, new byte[] {1, 1}, 2);
            main.sync();
        } catch (IOException e) {
            throw new SqliteException(SqliteException.Kind.FILE, "the database " + path + " cannot be read: " + e, e);
        }
    }

    boolean exists(String name) {
        return name.equals(MAIN) || name.equals(JOURNAL) && Files.exists(journal());
    }

    /** @param create whether to make it if it is not there; nothing is returned if it is neither */
    Optional<DiskFile> open(String name, boolean create) throws IOException {
        if (name.equals(MAIN)) {
            return Optional.of(main);
        }
        if (!name.equals(JOURNAL) || !create && !Files.exists(journal())) {
            return Optional.empty();
        }
        if (!Files.exists(journal())) {
            identities.merge(name, 2L, (before, first) -> before + 1);
        }
        return Optional.of(new DiskFile(journal()));
    }

    void close(DiskFile file) throws IOException {
        if (file != main) {
            file.close();
        }
    }

    boolean delete(String name) throws IOException {
        return name.equals(JOURNAL) && Files.deleteIfExists(journal());
    }

    /** Tells one file of this name from the one before. */
    long identity(String name) {
        return identities.getOrDefault(name, 2L);
    }

    long size(String name) throws IOException {
        return name.equals(MAIN) ? main.size() : Files.size(journal());
    }

    /** Has the disk remember which files there are. */
    void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private Path journal() {
        return path.resolveSibling(path.getFileName() + "-journal");
    }

    @Override
    public void close() {
        unlock();
        try {
            main.close();
        } catch (IOException e) {
            throw new SqliteException(SqliteException.Kind.FILE, "the database " + path + " cannot be closed: " + e, e);
        }
    }
}
