package dev.gyre.sqlite.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import dev.gyre.sqlite.Rows;
import dev.gyre.sqlite.Session;
import dev.gyre.sqlite.SqliteException;
import dev.gyre.sqlite.Value;

/** SQLite's connection to a database: {@code sqlite3*}. For the database's thread. */
final class Connection {
    private static final int PREPARED = 64;
    private static final int OPEN_READ_WRITE_CREATE = 2 | 4;
    private static final int TRANSIENT = -1;
    /** Steps of SQLite's machine between two looks at {@link Stop}: about a millisecond. */
    private static final int STEPS = 1000;
    /** Bytes of a value, and of a statement. */
    private static final int LIMIT_LENGTH = 0;
    private static final int MOST_BYTES = 64 << 20;
    private static final int LIMIT_STATEMENT = 1;
    private static final int MOST_STATEMENT = 1 << 20;
    /** On the heap, beside its bytes. */
    private static final int OVERHEAD = 32;

    private final Sqlite sqlite;
    private final int database;
    private final LinkedHashMap<String, Integer> prepared = new LinkedHashMap<>(16, 0.75f, true);
    private boolean wrote;

    /** @param file as SQLite is to know it */
    Connection(Sqlite sqlite, String file) {
        this.sqlite = sqlite;
        int name = sqlite.put(file);
        int layer = sqlite.put("unix-none"); // locks are DatabaseFiles'
        int at = sqlite.callInt("malloc", 4);
        int code = sqlite.callInt("sqlite3_open_v2", name, at, OPEN_READ_WRITE_CREATE, file.startsWith(FileImports.FOLDER) ? layer : 0);
        database = sqlite.memory().readInt(at);
        List.of(name, layer, at).forEach(sqlite::free);
        if (code != Codes.OK) {
            SqliteException failure = failure(code);
            close();
            throw failure;
        }
        sqlite.call("sqlite3_extended_result_codes", database, 1);
        sqlite.call("sqlite3_limit", database, LIMIT_LENGTH, MOST_BYTES);
        sqlite.call("sqlite3_limit", database, LIMIT_STATEMENT, MOST_STATEMENT);
        sqlite.call("sqlite3_progress_handler", database, STEPS, sqlite.call("xProgressPtr"), 0);
        script("PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL");
    }

    /** Whether no transaction is open. */
    boolean idle() {
        return sqlite.callInt("sqlite3_get_autocommit", database) != 0;
    }

    long changes() {
        return sqlite.call("sqlite3_changes64", database);
    }

    /** Whether the last request was one that writes, so that {@link #changes} is about it. */
    boolean wrote() {
        return wrote;
    }

    /** What {@link #lastInsertRowId} is until something is inserted. */
    void lastInsertRowId(long id) {
        sqlite.call("sqlite3_set_last_insert_rowid", database, id);
    }

    long lastInsertRowId() {
        return sqlite.call("sqlite3_last_insert_rowid", database);
    }

    Rows execute(String text, List<Value> parameters, Session.Limits limits) {
        wrote = false;
        int statement = statement(text);
        if (statement == 0) {
            return new Rows(List.of(), List.of());
        }
        try {
            bind(statement, parameters);
            wrote = sqlite.callInt("sqlite3_stmt_readonly", statement) == 0;
            return step(statement, limits);
        } finally {
            sqlite.call("sqlite3_reset", statement);
            sqlite.call("sqlite3_clear_bindings", statement);
        }
    }

    void script(String statements) {
        wrote = true;
        int text = sqlite.put(statements);
        try {
            check(sqlite.callInt("sqlite3_exec", database, text, 0, 0, 0));
        } finally {
            sqlite.free(text);
        }
    }

    private int statement(String text) {
        Integer known = prepared.get(text);
        if (known != null) {
            return known;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = sqlite.put(bytes);
        int out = sqlite.callInt("malloc", 4);
        int statement;
        try {
            check(sqlite.callInt("sqlite3_prepare_v2", database, at, bytes.length + 1L, out, 0));
            statement = sqlite.memory().readInt(out);
        } finally {
            sqlite.free(at);
            sqlite.free(out);
        }
        if (statement != 0) {
            prepared.put(text, statement);
            if (prepared.size() > PREPARED) {
                sqlite.call("sqlite3_finalize", prepared.pollFirstEntry().getValue());
            }
        }
        return statement;
    }

    private void bind(int statement, List<Value> parameters) {
        for (int i = 1; i <= parameters.size(); i++) {
            check(switch (parameters.get(i - 1)) {
                case Value.Null none -> sqlite.callInt("sqlite3_bind_null", statement, i);
                case Value.Int(long value) -> sqlite.callInt("sqlite3_bind_int64", statement, i, value);
                case Value.Real(double value) -> sqlite.callInt("sqlite3_bind_double", statement, i, Double.doubleToRawLongBits(value));
                case Value.Text(String value) -> bytes("sqlite3_bind_text", statement, i, value.getBytes(StandardCharsets.UTF_8));
                case Value.Blob(byte[] value) -> bytes("sqlite3_bind_blob", statement, i, value);
            });
        }
    }

    private int bytes(String function, int statement, int index, byte[] value) {
        int at = sqlite.put(value);
        try {
            return sqlite.callInt(function, statement, index, at, value.length, TRANSIENT);
        } finally {
            sqlite.free(at);
        }
    }

    private Rows step(int statement, Session.Limits limits) {
        int count = sqlite.callInt("sqlite3_column_count", statement);
        List<String> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            columns.add(sqlite.text(sqlite.callInt("sqlite3_column_name", statement, i)));
        }
        List<List<Value>> rows = new ArrayList<>();
        long left = limits.bytes();
        int code;
        while ((code = sqlite.callInt("sqlite3_step", statement)) == Codes.ROW) {
            if (rows.size() == limits.rows()) {
                throw new SqliteException(SqliteException.Kind.TOO_LARGE, "query result exceeds limit of " + limits.rows() + " rows");
            }
            List<Value> row = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int type = sqlite.callInt("sqlite3_column_type", statement, i);
                int length = type == Codes.TEXT || type == Codes.BLOB ? bytes(statement, i, type) : 8;
                left -= OVERHEAD + length;
                if (left < 0) {
                    throw new SqliteException(SqliteException.Kind.TOO_LARGE, "query result exceeds limit of " + limits.bytes() + " bytes");
                }
                row.add(value(statement, i, type, length));
            }
            rows.add(row);
        }
        if (code != Codes.DONE) {
            throw failure(code);
        }
        return new Rows(columns, rows);
    }

    private int bytes(int statement, int column, int type) {
        sqlite.call(type == Codes.TEXT ? "sqlite3_column_text" : "sqlite3_column_blob", statement, column);
        return sqlite.callInt("sqlite3_column_bytes", statement, column);
    }

    private Value value(int statement, int column, int type, int length) {
        return switch (type) {
            case Codes.INTEGER -> new Value.Int(sqlite.call("sqlite3_column_int64", statement, column));
            case Codes.FLOAT -> new Value.Real(Double.longBitsToDouble(sqlite.call("sqlite3_column_double", statement, column)));
            case Codes.TEXT -> new Value.Text(sqlite.memory().readString(sqlite.callInt("sqlite3_column_text", statement, column), length,
                    StandardCharsets.UTF_8));
            case Codes.BLOB -> new Value.Blob(length == 0 ? new byte[0]
                    : sqlite.memory().readBytes(sqlite.callInt("sqlite3_column_blob", statement, column), length));
            default -> new Value.Null();
        };
    }

    private void check(int code) {
        if (code != Codes.OK) {
            throw failure(code);
        }
    }

    private SqliteException failure(int code) {
        String message = database == 0 ? "out of memory" : sqlite.text(sqlite.callInt("sqlite3_errmsg", database));
        return new SqliteException(Codes.kind(code), message);
    }

    void close() {
        prepared.values().forEach(statement -> sqlite.call("sqlite3_finalize", statement));
        prepared.clear();
        sqlite.call("sqlite3_close_v2", database);
    }
}
