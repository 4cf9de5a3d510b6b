package dev.gyre.host.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;
import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.InitialData;
import dev.gyre.component.bind.WitBinder;
import dev.gyre.component.wit.WitPackages;
import dev.gyre.host.rig.Apps;
import dev.gyre.host.rig.TestEvent;
import dev.gyre.host.sqlite.internal.face.SpinSqlite;
import dev.gyre.host.sqlite.internal.face.SpinSqlite1;
import dev.gyre.host.sqlite.internal.face.SqlValues.QueryResult;
import dev.gyre.host.sqlite.internal.face.SqlValues.SqlValue;
import dev.gyre.host.sqlite.internal.face.SqliteFailure;
import dev.gyre.host.sqlite.internal.face.SqliteFailure.Problem;
import dev.gyre.manifest.internal.TomlManifestReader;
import dev.gyre.sqlite.internal.OpenDatabases;

/** What components see of databases. */
class SqliteInterfacesTest {
    private final GuestDatabases databases = new GuestDatabases(new OpenDatabases(), new SqliteSettings(10_000, 100, 3, Duration.ofSeconds(20)));
    private final SqliteInterfaces interfaces = new SqliteInterfaces(databases);

    private ConfigTable configured = ConfigTable.empty("", Position.of("rc.toml"));

    @TempDir
    private Path folder;

    private Application app(String... labels) {
        Component component = Apps.component("cart", Map.of()).toBuilder().sqliteDatabases(List.of(labels)).build();
        return Apps.app(component).withRuntimeConfig(configured);
    }

    private final class Bound implements AutoCloseable {
        private final BoundHostInterfaces bound;
        private final TestEvent event = new TestEvent();

        Bound(Optional<Path> state, String... labels) {
            Application app = app(labels);
            bound = interfaces.bind((ComponentContext) Proxy.newProxyInstance(ComponentContext.class.getClassLoader(), new Class<?>[] {ComponentContext.class},
                    (proxy, method, args) -> switch (method.getName()) {
                        case "application" -> app;
                        case "component" -> app.components().getFirst();
                        default -> state;
                    }));
        }

        <F> F face(Class<F> type) {
            return type.cast(bound.create(type, event));
        }

        @Override
        public void close() {
            event.close();
            bound.close();
        }
    }

    private Bound onDisk() {
        return new Bound(Optional.of(folder), "default");
    }

    private static QueryResult run(SpinSqlite.Connection connection, String statement, SqlValue... parameters) throws SqliteFailure {
        return connection.execute(statement, List.of(parameters));
    }

    private interface Call {
        void run() throws SqliteFailure;
    }

    private static Problem problem(Call call) {
        return assertThrows(SqliteFailure.class, call::run).error();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fermyon:spin/sqlite", "fermyon:spin/sqlite@2.0.0", "spin:sqlite/sqlite@3.1.0"})
    void eachFaceFitsItsWit(String name) {
        WitPackages packages = WitPackages.parse(interfaces.wit());
        assertEquals(name, assertDoesNotThrow(() -> WitBinder.bind(interfaces, packages, name)).name());
    }

    @Test
    void everyTypeComesBackAsItWent() throws Exception {
        byte[] blob = {0, -1};
        try (Bound bound = onDisk()) {
            SpinSqlite.Connection two = bound.face(SpinSqlite.class).connectionOpen("default");
            two.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b, c, d, e)", List.of());
            SpinSqlite.Connection three = bound.face(SpinSqlite.class).connectionOpen("default");
            run(three, "INSERT INTO t (b, c, d, e) VALUES (?, ?, ?, ?), (1, 2, 3, 4)", new SqlValue.Real(0.5), new SqlValue.Text("ä"), new SqlValue.Blob(blob), new SqlValue.Null());
            assertEquals(2, three.changes());
            assertEquals(2, three.lastInsertRowid());
            SpinSqlite1 one = bound.face(SpinSqlite1.class);
            long handle = one.open("default");
            QueryResult result = one.execute(handle, "SELECT * FROM t WHERE a = ?", List.of(new SqlValue.Integer(1)));
            assertEquals(List.of("a", "b", "c", "d", "e"), result.columns());
            List<SqlValue> row = result.rows().getFirst().values();
            assertEquals(List.of(new SqlValue.Integer(1), new SqlValue.Real(0.5), new SqlValue.Text("ä")), row.subList(0, 3));
            assertArrayEquals(blob, ((SqlValue.Blob) row.get(3)).value());
            assertEquals(new SqlValue.Null(), row.get(4));
            one.close(handle);
            assertEquals(new Problem.InvalidConnection(), problem(() -> one.execute(handle, "SELECT 1", List.of())));
        }
        assertTrue(Files.exists(folder.resolve("sqlite_db.db")));
    }

    @Test
    void whatTheManifestDoesNotNameIsDenied() {
        try (Bound bound = new Bound(Optional.empty())) {
            assertEquals(new Problem.AccessDenied(), problem(() -> bound.face(SpinSqlite.class).connectionOpen("default")));
            assertEquals(new Problem.AccessDenied(), problem(() -> bound.face(SpinSqlite1.class).open("default")));
        }
    }

    @Test
    void limitsAndFailuresHaveTheirCases() throws Exception {
        try (Bound bound = onDisk()) {
            SpinSqlite face = bound.face(SpinSqlite.class);
            SpinSqlite.Connection connection = face.connectionOpen("default");
            assertEquals(new Problem.Io("no such table: t"), problem(() -> run(connection, "SELECT * FROM t")));
            assertEquals(new Problem.Io("query result exceeds limit of 10000 bytes"), problem(() -> run(connection, "SELECT zeroblob(10000)")));
            String many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
            assertEquals(new Problem.Io("query result exceeds limit of 100 rows"), problem(() -> run(connection, many)));
            bound.event.millisLeft(100);
            assertEquals(new Problem.Io("interrupted"), problem(() -> run(connection, many.replace("SELECT i FROM", "SELECT sum(i) FROM"))));
            bound.event.millisLeft(60_000);
            face.connectionOpen("default");
            face.connectionOpen("default");
            assertEquals(new Problem.Io("too many connections opened"), problem(() -> face.connectionOpen("default")));
            connection.close();
            face.connectionOpen("default");
        }
    }

    @Test
    void aTransactionEndsWithItsEvent() throws Exception {
        try (Bound bound = onDisk()) {
            SpinSqlite.Connection connection = bound.face(SpinSqlite.class).connectionOpen("default");
            connection.execute("CREATE TABLE t (a)", List.of());
            connection.execute("BEGIN", List.of());
            connection.execute("INSERT INTO t VALUES (1)", List.of());
        }
        try (Bound bound = onDisk()) {
            assertEquals(List.of(), bound.face(SpinSqlite.class).connectionOpen("default").execute("SELECT * FROM t", List.of()).rows());
        }
    }

    @Test
    void statementsOfTheCommandLineRunFirst() throws Exception {
        Path file = Files.writeString(folder.resolve("more.sql"), "INSERT INTO t VALUES (2); INSERT INTO t VALUES (3);");
        try (InitialData.Held held = databases.put(app("default"), Optional.empty(), List.of("CREATE TABLE t (a); INSERT INTO t VALUES (1)", "@" + file, "@" + file + ":default"));
                Bound bound = new Bound(Optional.empty(), "default")) {
            assertEquals(5, bound.face(SpinSqlite.class).connectionOpen("default").execute("SELECT * FROM t", List.of()).rows().size());
        }
        databases.check(List.of("SELECT 1", "@file", "@file:other"));
        assertEquals("option '--sqlite' 'nonsense' fails: near \"nonsense\": syntax error", failing("nonsense"));
        assertEquals("option '--sqlite': there is no database \"other\"", failing("@" + file + ":other"));
        assertTrue(failing("@" + folder.resolve("none.sql")).startsWith("option '--sqlite': the file " + folder.resolve("none.sql") + " cannot be read"));
        for (String bad : List.of("", "@", "@:x", "@x:")) {
            assertThrows(IllegalArgumentException.class, () -> databases.check(List.of("SELECT 1", bad)));
        }
    }

    private String failing(String option) {
        return assertThrows(GyreException.class, () -> databases.put(app("default"), Optional.empty(), List.of(option))).getMessage();
    }

    private void configure(String toml) {
        configured = new TomlManifestReader().table(toml, folder.resolve("rc.toml").toString());
        databases.check(app(), GuestDatabases.SECTION);
    }

    @Test
    void labelsAreThoseOfTheFile() throws Exception {
        configure("[sqlite_database.orders]\ntype = 'spin'\npath = 'sub/orders.db'\nallow_attach_file = false\n[sqlite_database.scratch]\ntype = 'spin'");
        try (Bound bound = new Bound(Optional.empty(), "orders", "scratch")) {
            bound.face(SpinSqlite.class).connectionOpen("orders").execute("CREATE TABLE t (a)", List.of());
            bound.face(SpinSqlite.class).connectionOpen("scratch").execute("CREATE TABLE t (a)", List.of());
        }
        assertTrue(Files.exists(folder.resolve("sub/orders.db")));
        assertEquals("spin.toml:7:1: component[0].sqlite_databases: component \"cart\": unknown sqlite_databases label \"items\"; say what it stands for with"
                + " a table [sqlite_database.items] in the file of --runtime-config-file", assertThrows(ConfigException.class, () -> new Bound(Optional.empty(), "items")).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "type = 'libsql', url = 'https://h', token = 's3cret' | .type: Gyre has no databases of the type \"libsql\"; it has \"spin\" (a SQLite file)",
        "type = 'mysql'                                       | .type: must be \"spin\", but is \"mysql\"",
        "type = 'spin', allow_attach_file = true              | .allow_attach_file: a database of Gyre reaches no other file; only \":memory:\" can be attached",
        "type = 'spin', file = 'x'                            | .file: unknown field; allowed here: allow_attach_file, path, type"})
    void errorsSayWhereAndWhat(String line) {
        String[] parts = line.split(" +\\| ", 2);
        String message = assertThrows(ConfigException.class, () -> configure("[sqlite_database]\nx = {" + parts[0] + "}")).getMessage();
        assertEquals(parts[1], message.substring(message.indexOf("sqlite_database.x") + "sqlite_database.x".length()));
        assertFalse(message.contains("s3cret"), message);
    }
}
