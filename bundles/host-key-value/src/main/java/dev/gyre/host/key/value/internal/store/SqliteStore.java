package dev.gyre.host.key.value.internal.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.gyre.sqlite.Database;
import dev.gyre.sqlite.Session;
import dev.gyre.sqlite.SqliteException;
import dev.gyre.sqlite.Value;

/** A store in a SQLite database, in the table and with the types that Spin uses ({@code crates/key-value-spin}, Spin 0.9 and later). Thread-safe. */
public final class SqliteStore implements Store {
    private static final String TABLE = "CREATE TABLE IF NOT EXISTS spin_key_value (store TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,"
            + " PRIMARY KEY (store, key))";
    private static final String GET = "SELECT value FROM spin_key_value WHERE store = ?1 AND key = ?2";
    private static final String EXISTS = "SELECT 1 FROM spin_key_value WHERE store = ?1 AND key = ?2";
    private static final String KEYS = "SELECT key FROM spin_key_value WHERE store = ?1";
    private static final String SET = "INSERT INTO spin_key_value (store, key, value) VALUES (?1, ?2, ?3)"
            + " ON CONFLICT (store, key) DO UPDATE SET value = ?3";
    private static final String ADD = "INSERT INTO spin_key_value (store, key, value) VALUES (?1, ?2, ?3) ON CONFLICT (store, key) DO NOTHING";
    private static final String SWAP = "UPDATE spin_key_value SET value = ?3 WHERE store = ?1 AND key = ?2 AND value = ?4";
    private static final String DELETE = "DELETE FROM spin_key_value WHERE store = ?1 AND key = ?2";

    private final Database database;
    private final Value label;
    private final Supplier<StoreLimits> limits;
    private volatile boolean made;

    /** @param database closed with this */
    public SqliteStore(Database database, String label, Supplier<StoreLimits> limits) {
        this.database = database;
        this.label = new Value.Text(label);
        this.limits = limits;
    }

    @Override
    public Optional<byte[]> get(String key, long deadline) {
        return with(deadline, session -> get(session, key));
    }

    private Optional<byte[]> get(Use session, String key) {
        return session.rows(GET, label, new Value.Text(key)).stream().findFirst().map(row -> bytes(row.getFirst()));
    }

    /** Whoever wrote the file may have put another type there. */
    private static byte[] bytes(Value value) {
        return switch (value) {
            case Value.Blob(byte[] content) -> content;
            case Value.Text(String text) -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            default -> throw new StoreException("the value in the store is no bytes");
        };
    }

    @Override
    public void set(String key, byte[] value, long deadline) {
        with(deadline, session -> session.rows(SET, label, new Value.Text(key), new Value.Blob(value)));
    }

    @Override
    public void delete(String key, long deadline) {
        with(deadline, session -> session.rows(DELETE, label, new Value.Text(key)));
    }

    @Override
    public boolean exists(String key, long deadline) {
        return with(deadline, session -> !session.rows(EXISTS, label, new Value.Text(key)).isEmpty());
    }

    @Override
    public List<String> keys(long deadline) {
        return with(deadline, session -> session.rows(KEYS, label)).stream().map(row -> ((Value.Text) row.getFirst()).value()).toList();
    }

    @Override
    public List<Map.Entry<String, Optional<byte[]>>> getMany(List<String> keys, long deadline) {
        return together(deadline, session -> {
            List<Map.Entry<String, Optional<byte[]>>> out = new ArrayList<>();
            long bytes = 0;
            for (String key : keys) {
                Optional<byte[]> value = get(session, key);
                bytes += key.length() + value.map(v -> v.length).orElse(0);
                limits.get().checkResult(bytes);
                out.add(Map.entry(key, value));
            }
            return out;
        });
    }

    @Override
    public void setMany(List<Map.Entry<String, byte[]>> entries, long deadline) {
        together(deadline, session -> {
            entries.forEach(e -> session.rows(SET, label, new Value.Text(e.getKey()), new Value.Blob(e.getValue())));
            return null;
        });
    }

    @Override
    public void deleteMany(List<String> keys, long deadline) {
        together(deadline, session -> {
            keys.forEach(key -> session.rows(DELETE, label, new Value.Text(key)));
            return null;
        });
    }

    @Override
    public long increment(String key, long delta, long deadline) {
        return together(deadline, session -> {
            long sum = get(session, key).map(SqliteStore::number).orElse(0L) + delta;
            byte[] bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(sum).array();
            session.rows(SET, label, new Value.Text(key), new Value.Blob(bytes));
            return sum;
        });
    }

    private static long number(byte[] value) {
        if (value.length != Long.BYTES) {
            throw new StoreException("the value is no number: it has " + value.length + " bytes and not 8");
        }
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    @Override
    public boolean swap(String key, Optional<byte[]> before, byte[] value, long deadline) {
        return with(deadline, session -> {
            Value name = new Value.Text(key);
            Value after = new Value.Blob(value);
            before.ifPresentOrElse(b -> session.rows(SWAP, label, name, after, new Value.Blob(b)), () -> session.rows(ADD, label, name, after));
            return session.changes() == 1;
        });
    }

    /** A session and what its requests may take. */
    private record Use(Session session, Session.Limits limits) {
        List<List<Value>> rows(String statement, Value... parameters) {
            return session.execute(statement, List.of(parameters), limits).rows();
        }

        long changes() {
            return session.changes();
        }
    }

    private <T> T together(long deadline, Function<Use, T> work) {
        return with(deadline, session -> {
            session.rows("BEGIN IMMEDIATE");
            T result = work.apply(session);
            session.rows("COMMIT");
            return result;
        });
    }

    private <T> T with(long deadline, Function<Use, T> work) {
        try (Session session = database.session()) {
            StoreLimits now = limits.get();
            Use use = new Use(session, new Session.Limits(now.keys(), now.result(), deadline));
            if (!made) {
                use.rows(TABLE);
                made = true;
            }
            return work.apply(use);
        } catch (SqliteException e) {
            throw new StoreException(switch (e.kind()) {
                case FILE -> "the store cannot be read or written";
                case BUSY -> "the store is in use by others";
                case STATEMENT, INTERRUPTED, TOO_LARGE, FULL -> e.getMessage();
            }, e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
