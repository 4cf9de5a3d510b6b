package dev.gyre.sqlite.internal;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

import dev.gyre.sqlite.Rows;
import dev.gyre.sqlite.Session;
import dev.gyre.sqlite.SqliteException;
import dev.gyre.sqlite.Value;

/** One user of a database; keeps the turn while its transaction is open. For one thread at a time. */
final class DatabaseSession implements Session {
    private final OpenDatabase database;
    private boolean hasTurn;
    private boolean left;
    private long changes;
    private long lastInsertRowId;

    DatabaseSession(OpenDatabase database) {
        this.database = database;
    }

    @Override
    public Rows execute(String statement, List<Value> parameters, Limits limits) {
        left |= OpenDatabase.lasts(statement);
        return ask(limits, connection -> connection.execute(statement, parameters, limits));
    }

    @Override
    public void script(String statements, Limits limits) {
        left |= OpenDatabase.lasts(statements);
        ask(limits, connection -> {
            connection.script(statements);
            return null;
        });
    }

    private <T> T ask(Limits limits, Function<Connection, T> work) {
        if (!hasTurn) {
            database.takeTurn(limits.deadline());
            hasTurn = true;
        }
        try {
            return database.ask(limits.deadline(), connection -> {
                connection.lastInsertRowId(lastInsertRowId);
                try {
                    return work.apply(connection);
                } finally {
                    changes = connection.wrote() ? connection.changes() : changes;
                    lastInsertRowId = connection.lastInsertRowId();
                }
            });
        } catch (RejectedExecutionException e) {
            throw new SqliteException(SqliteException.Kind.FILE, "the database " + database.location() + " was closed", e);
        } finally {
            if (!database.inTransaction()) {
                hasTurn = false;
                database.giveTurn();
            }
        }
    }

    @Override
    public long changes() {
        return changes;
    }

    @Override
    public long lastInsertRowId() {
        return lastInsertRowId;
    }

    @Override
    public void close() {
        if (!hasTurn && !left) {
            return;
        }
        boolean interrupted = Thread.interrupted(); // what was begun has to be undone all the same
        try {
            if (!hasTurn) {
                database.takeTurn(System.nanoTime() + OpenDatabase.PATIENCE);
            }
            try {
                database.clean(left);
            } finally {
                hasTurn = false;
                left = false;
                database.giveTurn();
            }
        } catch (SqliteException | RejectedExecutionException e) {
            // it was closed or cannot be read: there is nothing left to undo
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
