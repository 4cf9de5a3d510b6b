package dev.gyre.host.sqlite.internal.face;

import java.util.List;

import dev.gyre.api.host.WitResource;
import dev.gyre.host.sqlite.internal.OpenConnections;
import dev.gyre.host.sqlite.internal.face.SqlValues.QueryResult;
import dev.gyre.host.sqlite.internal.face.SqlValues.SqlValue;

/** {@code fermyon:spin/sqlite@2.0.0}, and {@code spin:sqlite/sqlite} of 3.0 and 3.1, which has two functions more. For the event's thread. */
@WitResource(name = "connection", type = SpinSqlite.Connection.class)
public final class SpinSqlite {
    private final OpenConnections connections;

    public SpinSqlite(OpenConnections connections) {
        this.connections = connections;
    }

    public Connection connectionOpen(String database) throws SqliteFailure {
        return new Connection(connections.open(database));
    }

    /** {@code resource connection}. */
    public static final class Connection implements AutoCloseable {
        private final OpenConnections.OpenConnection open;

        Connection(OpenConnections.OpenConnection open) {
            this.open = open;
        }

        public QueryResult execute(String statement, List<SqlValue> parameters) throws SqliteFailure {
            return SqlValues.lower(open.execute(statement, SqlValues.lift(parameters)));
        }

        public long lastInsertRowid() {
            return open.session().lastInsertRowId();
        }

        public long changes() {
            return open.session().changes();
        }

        @Override
        public void close() {
            open.close();
        }
    }
}
