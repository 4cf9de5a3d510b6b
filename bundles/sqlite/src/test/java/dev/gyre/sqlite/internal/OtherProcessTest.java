package dev.gyre.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.sqlite.Database;
import dev.gyre.sqlite.Location;
import dev.gyre.sqlite.Session;
import dev.gyre.sqlite.SqliteException;
import dev.gyre.sqlite.Value;

/** The file between us and others: SQLite's own program {@code sqlite3}, and processes that die. */
@Timeout(300)
class OtherProcessTest {
    private final OpenDatabases databases = new OpenDatabases();
    private Database database;
    private Path file;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        file = folder.resolve("x.db");
        database = databases.open(new Location.OnDisk(file));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static List<List<Value>> run(Session session, String statement) {
        return session.execute(statement, List.of(), Session.Limits.of(100_000, 1 << 24, TimeUnit.MINUTES.toNanos(1))).rows();
    }

    /** What SQLite's own program prints. */
    private String sqlite3(String statements) throws Exception {
        Process process = new ProcessBuilder("sqlite3", "-batch", file.toString(), statements).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return out;
    }

    @Test
    void realSqliteReadsOursAndWeReadItsInTurns() throws Exception {
        Session session = database.session();
        run(session, "CREATE TABLE t (a, b)");
        run(session, "INSERT INTO t VALUES (1, 'ours')");
        assertEquals("1|ours", sqlite3("SELECT * FROM t"));
        assertEquals("", sqlite3("INSERT INTO t VALUES (2, 'theirs'); CREATE INDEX i ON t (b)"));
        assertEquals(List.of(List.of(new Value.Int(2), new Value.Text("theirs"))), run(session, "SELECT * FROM t WHERE b = 'theirs'"));
        assertEquals("ok", sqlite3("PRAGMA integrity_check"));
        run(session, "VACUUM");
        assertEquals("ok", sqlite3("PRAGMA integrity_check"));
    }

    @Test
    void realSqliteWaitsForOurTransactionAndWeForIts() throws Exception {
        Session session = database.session();
        run(session, "CREATE TABLE t (a)");
        run(session, "BEGIN");
        run(session, "INSERT INTO t VALUES (1)");
        assertTrue(sqlite3("SELECT * FROM t").contains("database is locked"));
        run(session, "COMMIT");
        assertEquals("1", sqlite3("SELECT * FROM t"));

        Process other = new ProcessBuilder("sqlite3", "-batch", file.toString()).redirectErrorStream(true).start();
        try (var in = other.outputWriter(); var out = other.inputReader()) {
            in.write("BEGIN; INSERT INTO t VALUES (2);\nSELECT 'ready';\n");
            in.flush();
            assertEquals("ready", out.readLine());
            SqliteException busy = assertThrows(SqliteException.class,
                    () -> session.execute("SELECT * FROM t", List.of(), Session.Limits.of(10, 1000, TimeUnit.MILLISECONDS.toNanos(500))));
            assertEquals("database is locked: another process uses " + file, busy.getMessage());
            in.write("COMMIT;\n");
            in.flush();
            assertEquals(2, run(session, "SELECT * FROM t").size());
        }
        other.waitFor();
    }

    @Test
    void aWriteAheadLogIsLeftWhenItIsEmptyAndRefusedWhenNot() throws Exception {
        assertEquals("wal\n1", sqlite3("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1); SELECT * FROM t"));
        Files.write(folder.resolve("x.db-wal"), new byte[100]);
        String message = assertThrows(SqliteException.class, () -> run(database.session(), "SELECT * FROM t")).getMessage();
        assertTrue(message.startsWith("the database " + file + " has changes in its write-ahead log x.db-wal") && message.endsWith("'PRAGMA journal_mode=DELETE'"), message);
        Files.delete(folder.resolve("x.db-wal"));
        assertEquals(1, run(database.session(), "SELECT * FROM t").size());
        run(database.session(), "INSERT INTO t VALUES (2)");
        assertEquals("delete\nok", sqlite3("PRAGMA journal_mode; PRAGMA integrity_check"));
    }

    /** Writes until it is killed; says each row it has committed, and before that begins, that it is about to. */
    static final class Writer {
        public static void main(String[] args) {
            Session session = new OpenDatabases().open(new Location.OnDisk(Path.of(args[0]))).session();
            run(session, "CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY, filling)");
            long first = ((Value.Int) run(session, "SELECT coalesce(max(a), 0) FROM t").getFirst().getFirst()).value();
            for (long i = first + 1;; i++) {
                run(session, "INSERT INTO t VALUES (" + i + ", randomblob(20000))");
                System.out.println(i);
            }
        }
    }

    @Test
    void whatWasCommittedIsThereAfterAKill() throws Exception {
        for (int round = 1; round <= 4; round++) {
            Process writer = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp", System.getProperty("java.class.path"),
                    Writer.class.getName(), file.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            long committed = 0;
            try (BufferedReader out = new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
                for (int i = 0; i < 7 * round; i++) {
                    committed = Long.parseLong(out.readLine());
                }
                assertTrue(writer.toHandle().destroyForcibly()); // of the process itself would close what it said, too
                writer.waitFor();
                for (String line = out.readLine(); line != null && !line.isEmpty(); line = out.readLine()) {
                    committed = Long.parseLong(line);
                }
            }
            Session session = database.session();
            long there = ((Value.Int) run(session, "SELECT count(*) FROM t").getFirst().getFirst()).value();
            assertTrue(there == committed || there == committed + 1, there + " of " + committed);
            assertEquals(List.of(List.of(new Value.Text("ok"))), run(session, "PRAGMA integrity_check"));
            assertEquals("ok", sqlite3("PRAGMA integrity_check"));
            assertFalse(isHot(new File(file + "-journal").toPath()));
        }
    }

    /** A journal that was begun and had no header yet asks for nothing: SQLite leaves it to the next who writes. */
    private static boolean isHot(Path journal) throws IOException {
        byte[] bytes = Files.exists(journal) ? Files.readAllBytes(journal) : new byte[0];
        return bytes.length > 0 && bytes[0] != 0;
    }

    /** The state a crash in the midst of a commit leaves: parts of a transaction are in the file, its journal lies beside it. */
    @Test
    void aTransactionThatWasBeingWrittenIsUndone() throws Exception {
        assertEquals("", sqlite3("CREATE TABLE t (a, b); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                + " INSERT INTO t SELECT i, zeroblob(500) FROM n"));
        Process other = new ProcessBuilder("sqlite3", "-batch", file.toString()).redirectErrorStream(true).start();
        try (var in = other.outputWriter(); var out = other.inputReader()) {
            in.write("PRAGMA cache_size = 5; BEGIN; UPDATE t SET a = a + 1000000, b = randomblob(500);\nSELECT 'written';\n");
            in.flush();
            assertEquals("written", out.readLine());
            other.destroyForcibly().waitFor();
        }
        assertTrue(new File(file + "-journal").length() > 0);
        assertEquals(List.of(List.of(new Value.Int(2000), new Value.Int(2000))), run(database.session(), "SELECT max(a), count(*) FROM t"));
        assertFalse(new File(file + "-journal").exists());
        assertEquals("ok", sqlite3("PRAGMA integrity_check"));
    }
}
