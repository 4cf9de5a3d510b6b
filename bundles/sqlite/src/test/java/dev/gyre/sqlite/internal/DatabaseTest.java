package dev.gyre.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.sqlite.Database;
import dev.gyre.sqlite.Location;
import dev.gyre.sqlite.Rows;
import dev.gyre.sqlite.Session;
import dev.gyre.sqlite.SqliteException;
import dev.gyre.sqlite.SqliteException.Kind;
import dev.gyre.sqlite.Value;

/** What users of a database see. */
@Timeout(300)
class DatabaseTest {
    private static final String ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    private final OpenDatabases databases = new OpenDatabases();
    private final List<Database> opened = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        opened.forEach(Database::close);
    }

    private Database open(Location location) {
        Database database = databases.open(location);
        opened.add(database);
        return database;
    }

    private Database onDisk() {
        return open(new Location.OnDisk(folder.resolve("new/folder/x.db")));
    }

    private static Session.Limits limits() {
        return Session.Limits.of(1000, 1 << 20, TimeUnit.MINUTES.toNanos(1));
    }

    private static Rows run(Session session, String statement, Value... parameters) {
        return session.execute(statement, List.of(parameters), limits());
    }

    private static Kind refused(Session session, String statement, Session.Limits limits) {
        return assertThrows(SqliteException.class, () -> session.execute(statement, List.of(), limits)).kind();
    }

    @Test
    void everyTypeComesBackAsItWent() {
        for (Database database : List.of(onDisk(), open(new Location.InMemory("types")))) {
            Session session = database.session();
            run(session, "CREATE TABLE t (a, b, c, d, e)");
            byte[] blob = {0, 1, -1};
            run(session, "INSERT INTO t VALUES (?, ?, ?, ?, ?)", new Value.Null(), new Value.Int(Long.MIN_VALUE), new Value.Real(-0.1), new Value.Text("ä\0b"),
                    new Value.Blob(blob));
            Rows rows = run(session, "SELECT a, b AS bee, c, d, e, x'' FROM t");
            assertEquals(List.of("a", "bee", "c", "d", "e", "x''"), rows.columns());
            List<Value> row = rows.rows().getFirst();
            assertEquals(List.of(new Value.Null(), new Value.Int(Long.MIN_VALUE), new Value.Real(-0.1), new Value.Text("ä\0b")), row.subList(0, 4));
            assertArrayEquals(blob, ((Value.Blob) row.get(4)).value());
            assertArrayEquals(new byte[0], ((Value.Blob) row.get(5)).value());
        }
    }

    @Test
    void allWhoOpenAFileShareIt() throws Exception {
        Session one = onDisk().session();
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("new"));
        run(one, "CREATE TABLE t (a INTEGER PRIMARY KEY, b)");
        Session other = open(new Location.OnDisk(folder.resolve("link/folder/x.db"))).session();
        run(other, "INSERT INTO t (b) VALUES (1), (2)");
        run(one, "INSERT INTO t (b) VALUES (3)");
        assertEquals(2, other.changes());
        assertEquals(2, other.lastInsertRowId());
        assertEquals(3, one.lastInsertRowId());
        assertEquals(List.of(List.of(new Value.Int(3))), run(other, "SELECT count(*) FROM t").rows());
        assertEquals(1, opened.stream().map(Database::location).distinct().count());
    }

    @Test
    void aFailureSaysWhatSqliteSays() {
        Session session = onDisk().session();
        assertEquals("no such table: t", assertThrows(SqliteException.class, () -> run(session, "SELECT * FROM t")).getMessage());
        assertEquals(Kind.STATEMENT, refused(session, "SELEC 1", limits()));
        assertEquals(List.of(), run(session, "  -- nothing").columns());
        assertEquals(Kind.STATEMENT, assertThrows(SqliteException.class, () -> run(session, "SELECT 1", new Value.Int(1))).kind());
    }

    @Test
    void resultsAreBounded() {
        Session session = onDisk().session();
        assertEquals(Kind.TOO_LARGE, refused(session, ENDLESS.replace("count(*)", "i"), limits()));
        assertEquals(Kind.TOO_LARGE, refused(session, "SELECT zeroblob(2000000)", limits()));
        assertEquals(Kind.TOO_LARGE, refused(session, "SELECT zeroblob(100000000)", limits()));
        assertEquals(1, run(session, "SELECT 1").rows().size());
    }

    @Test
    void memoryIsBoundedAndADatabaseOutlivesThat() {
        Session session = open(new Location.InMemory("full")).session();
        run(session, "CREATE TABLE t (a)");
        SqliteException full = assertThrows(SqliteException.class, () -> {
            for (int i = 0; i < 100; i++) {
                run(session, "INSERT INTO t VALUES (zeroblob(4000000))");
            }
        });
        assertEquals(Kind.FULL, full.kind(), full.getMessage());
        run(session, "DELETE FROM t");
        run(session, "INSERT INTO t VALUES (1)");
        assertEquals(1, run(session, "SELECT * FROM t").rows().size());
    }

    @Test
    void aDeadlineEndsAStatement() {
        Session session = onDisk().session();
        run(session, "CREATE TABLE t (a)");
        long start = System.nanoTime();
        assertEquals(Kind.INTERRUPTED, refused(session, "INSERT INTO t " + ENDLESS.replace("count(*)", "i"), Session.Limits.of(1, 1000, TimeUnit.MILLISECONDS.toNanos(200))));
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60));
        assertEquals(0, run(session, "SELECT * FROM t").rows().size());
    }

    @Test
    void anInterruptEndsAStatementAndStaysSet() throws Exception {
        Session session = onDisk().session();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread guest = Thread.ofVirtual().start(() -> {
            Kind kind = refused(session, ENDLESS, limits());
            interrupted.complete(kind == Kind.INTERRUPTED && Thread.currentThread().isInterrupted());
        });
        Thread.sleep(100);
        guest.interrupt();
        assertTrue(interrupted.get(1, TimeUnit.MINUTES));
        assertEquals(1, run(session, "SELECT 1").rows().size());
    }

    @Test
    void aTransactionIsAloneAndUndoneWithItsSession() throws Exception {
        Database database = onDisk();
        Session one = database.session();
        run(one, "CREATE TABLE t (a)");
        run(one, "BEGIN");
        run(one, "INSERT INTO t VALUES (1)");
        assertEquals(Kind.STATEMENT, refused(one, "nonsense", limits()));
        Session other = database.session();
        assertEquals("database is locked", assertThrows(SqliteException.class,
                () -> other.execute("SELECT 1", List.of(), Session.Limits.of(1, 1000, TimeUnit.MILLISECONDS.toNanos(500)))).getMessage());
        CompletableFuture<Integer> rows = CompletableFuture.supplyAsync(() -> run(other, "SELECT * FROM t").rows().size());
        one.close();
        assertEquals(0, rows.get(1, TimeUnit.MINUTES));
    }

    @Test
    void whatASessionSetIsGoneWithIt() {
        Database database = onDisk();
        try (Session one = database.session()) {
            run(one, "CREATE TEMP TABLE secret (a)");
            run(one, "PRAGMA cache_size = 7");
        }
        Session other = database.session();
        assertEquals(Kind.STATEMENT, refused(other, "SELECT * FROM secret", limits()));
        assertEquals(List.of(List.of(new Value.Int(-2000))), run(other, "PRAGMA cache_size").rows());
    }

    @Test
    void noOtherFileCanBeReached() throws Exception {
        Session session = onDisk().session();
        Path secret = Files.writeString(folder.resolve("secret.db"), "");
        for (String name : List.of(secret.toString(), "/db/secret.db", "secret.db", "file:" + secret + "?mode=ro", "../secret.db")) {
            assertEquals(Kind.FILE, refused(session, "ATTACH '" + name + "' AS other", limits()), name);
            assertEquals(Kind.FILE, refused(session, "VACUUM INTO '" + name + "2'", limits()), name);
        }
        assertEquals(Kind.STATEMENT, refused(session, "SELECT load_extension('x')", limits()));
        assertEquals(0, Files.size(secret));
        run(session, "ATTACH ':memory:' AS other");
        run(session, "CREATE TABLE other.t (a)");
        assertEquals(List.of("x.db"), names(folder.resolve("new/folder")));
    }

    private static List<String> names(Path folder) throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatIsNoDatabaseIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("text.db"), "This is no database. ".repeat(200));
        assertEquals("file is not a database", assertThrows(SqliteException.class, () -> run(open(new Location.OnDisk(file)).session(), "SELECT * FROM t")).getMessage());
        String message = assertThrows(SqliteException.class, () -> run(open(new Location.OnDisk(folder)).session(), "SELECT 1")).getMessage();
        assertTrue(message.startsWith("the database " + folder + " cannot be opened"), message);
    }

    @Test
    void aClosedDatabaseSaysSo() {
        Database database = onDisk();
        Session session = database.session();
        run(session, "CREATE TABLE t (a)");
        run(session, "BEGIN");
        database.close();
        assertTrue(assertThrows(SqliteException.class, () -> run(session, "SELECT 1")).getMessage().endsWith("was closed"));
        session.close();
        assertEquals(0, run(onDisk().session(), "SELECT * FROM t").rows().size());
    }
}
