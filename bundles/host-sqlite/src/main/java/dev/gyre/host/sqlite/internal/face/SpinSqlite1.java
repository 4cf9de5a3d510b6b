package dev.gyre.host.sqlite.internal.face;

import java.util.List;

import dev.gyre.host.sqlite.internal.OpenConnections;
import dev.gyre.host.sqlite.internal.face.SqlValues.QueryResult;
import dev.gyre.host.sqlite.internal.face.SqlValues.SqlValue;

/** {@code fermyon:spin/sqlite}, whose connections are numbers. For the event's thread. */
public final class SpinSqlite1 {
    private final OpenConnections connections;

    public SpinSqlite1(OpenConnections connections) {
        this.connections = connections;
    }

    public long open(String database) throws SqliteFailure {
        return connections.open(database).number();
    }

    public QueryResult execute(long conn, String statement, List<SqlValue> parameters) throws SqliteFailure {
        OpenConnections.OpenConnection open = connections.find(conn).orElseThrow(() -> new SqliteFailure(new SqliteFailure.Problem.InvalidConnection()));
        return SqlValues.lower(open.execute(statement, SqlValues.lift(parameters)));
    }

    public void close(long conn) {
        connections.find(conn).ifPresent(OpenConnections.OpenConnection::close);
    }
}
