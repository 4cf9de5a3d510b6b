package dev.gyre.sqlite.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.gyre.api.Uninterrupted;
import dev.gyre.sqlite.Location;
import dev.gyre.sqlite.SqliteException;

/**
 * A database that somebody has open: its files, its SQLite and the thread that alone uses both, so that an interrupt of whoever asked
 * reaches neither. Who has the turn may ask; it is given in the order it was asked for. Thread-safe.
 */
final class OpenDatabase {
    /** As SQLite's users wait for each other, and Spin's do. */
    static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);
    private static final long STACK = 8 << 20;
    private static final long LOCK_PAUSE_MILLIS = 5;
    /** What outlives its statement, and would meet whoever comes next. */
    private static final Pattern LASTING = Pattern.compile("\\b(pragma|temp|temporary|attach)\\b");

    private final Location location;
    private final Semaphore turn = new Semaphore(1, true);
    private final ExecutorService thread;
    private final Stop stop = new Stop();
    // the database's thread's:
    private Optional<DatabaseFiles> files = Optional.empty();
    private Optional<Sqlite> module = Optional.empty();
    private Optional<Connection> connection = Optional.empty();
    /** Set by the database's thread, read by whoever has the turn. */
    private volatile boolean inTransaction;

    OpenDatabase(Location location) {
        this.location = location;
        thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("sqlite " + location).stackSize(STACK).factory());
    }

    Location location() {
        return location;
    }

    /** @throws SqliteException when it is not there in time, or the thread is interrupted; the interrupt stays set */
    void takeTurn(long deadline) {
        try {
            if (!turn.tryAcquire(Math.min(PATIENCE, Math.max(0, deadline - System.nanoTime())), TimeUnit.NANOSECONDS)) {
                throw new SqliteException(SqliteException.Kind.BUSY, "database is locked");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
    }

    void giveTurn() {
        turn.release();
    }

    /** Whether the last request left a transaction open; to be called with the turn. */
    boolean inTransaction() {
        return inTransaction;
    }

    /** Does something with the database; to be called with the turn. An interrupt asks it to end and then waits until it has. */
    <T> T ask(long deadline, Function<Connection, T> work) {
        stop.begin(deadline);
        Future<T> result = thread.submit(() -> run(deadline, work));
        try {
            return Uninterrupted.await(result::get, stop::ask);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SqliteException failure ? failure
                    : new SqliteException(SqliteException.Kind.FILE, "SQLite failed on " + location + ": " + e.getCause(), e.getCause());
        }
    }

    private static SqliteException interrupted() {
        return new SqliteException(SqliteException.Kind.INTERRUPTED, "interrupted");
    }

    private <T> T run(long deadline, Function<Connection, T> work) {
        try {
            Connection current = ready(deadline);
            try {
                return work.apply(current);
            } finally {
                inTransaction = !current.idle();
                if (!inTransaction) {
                    files.ifPresent(DatabaseFiles::unlock);
                }
            }
        } catch (SqliteException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            forget(); // nobody knows what state it is in; a file is in the state a crash leaves, which SQLite mends
            throw e;
        }
    }

    private Connection ready(long deadline) {
        if (location instanceof Location.OnDisk(java.nio.file.Path path)) {
            DatabaseFiles opened = files.orElseGet(() -> new DatabaseFiles(path));
            files = Optional.of(opened);
            lock(opened, deadline);
            if (connection.isEmpty()) {
                try {
                    opened.leaveLog();
                    connection = Optional.of(new Connection(sqlite(), FileImports.FOLDER + "/" + DatabaseFiles.MAIN));
                } catch (RuntimeException e) {
                    opened.unlock();
                    throw e;
                }
            }
        } else if (connection.isEmpty()) {
            connection = Optional.of(new Connection(sqlite(), ":memory:"));
        }
        return connection.orElseThrow();
    }

    private Sqlite sqlite() {
        module = module.or(() -> Optional.of(new Sqlite(files, stop)));
        return module.get();
    }

    private void lock(DatabaseFiles opened, long deadline) {
        long end = System.nanoTime() + Math.min(PATIENCE, deadline - System.nanoTime());
        while (!opened.tryLock()) {
            if (stop.isDue() || System.nanoTime() - end > 0) {
                throw new SqliteException(SqliteException.Kind.BUSY, "database is locked: another process uses " + location);
            }
            try {
                Thread.sleep(LOCK_PAUSE_MILLIS);
            } catch (InterruptedException e) {
                throw interrupted(); // only of a database that is being closed
            }
        }
    }

    /** Whether a statement may leave something behind beside what is in the database. */
    static boolean lasts(String statement) {
        return LASTING.matcher(statement.toLowerCase(Locale.ROOT)).find();
    }

    /** Undoes an open transaction and, if wanted, all that statements left behind beside the database; to be called with the turn. */
    void clean(boolean all) {
        ask(System.nanoTime() + PATIENCE, current -> {
            if (!current.idle()) {
                current.script("ROLLBACK");
            }
            if (all && location instanceof Location.OnDisk) {
                current.close();
                connection = Optional.of(new Connection(sqlite(), FileImports.FOLDER + "/" + DatabaseFiles.MAIN));
            }
            return null;
        });
    }

    private void forget() {
        inTransaction = false;
        connection = Optional.empty();
        module = Optional.empty();
        files.ifPresent(DatabaseFiles::close);
        files = Optional.empty();
    }

    /** Waits for the request that is served; a transaction somebody left open is undone. */
    void close() {
        thread.submit(() -> {
            connection.ifPresent(Connection::close);
            forget();
        });
        thread.shutdown();
        Uninterrupted.await(() -> thread.awaitTermination(1, TimeUnit.MINUTES), stop::ask);
    }
}
