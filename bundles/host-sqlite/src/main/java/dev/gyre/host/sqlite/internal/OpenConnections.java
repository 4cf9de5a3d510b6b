package dev.gyre.host.sqlite.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.host.HostContext;
import dev.gyre.host.sqlite.internal.face.SqliteFailure;
import dev.gyre.host.sqlite.internal.face.SqliteFailure.Problem;
import dev.gyre.sqlite.Database;
import dev.gyre.sqlite.Rows;
import dev.gyre.sqlite.Session;
import dev.gyre.sqlite.SqliteException;
import dev.gyre.sqlite.Value;

/** The connections one event has open, whatever interface it opened them by. For the event's thread. */
public final class OpenConnections implements AutoCloseable {
    /** Failures of one event that are logged: a guest that fails in a loop must not fill the log. */
    private static final int LOGGED = 5;
    private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);

    private final String owner;
    private final Map<String, Database> allowed;
    private final SqliteSettings settings;
    private final HostContext event;
    private final Map<Integer, OpenConnection> open = new HashMap<>();
    private int next;
    private int failures;

    /**
     * @param owner   names application and component in messages
     * @param allowed by label
     */
    OpenConnections(String owner, Map<String, Database> allowed, SqliteSettings settings, HostContext event) {
        this.owner = owner;
        this.allowed = allowed;
        this.settings = settings;
        this.event = event;
    }

    /** @throws SqliteFailure when the component may not, or the event has enough */
    public OpenConnection open(String label) throws SqliteFailure {
        Database database = allowed.get(label);
        if (database == null) {
            throw new SqliteFailure(new Problem.AccessDenied());
        }
        if (open.size() >= settings.connections()) {
            throw new SqliteFailure(new Problem.Io("too many connections opened"));
        }
        OpenConnection opened = new OpenConnection(next++, database.session());
        open.put(opened.number(), opened);
        return opened;
    }

    /** An open connection by its number. */
    public Optional<OpenConnection> find(long number) {
        return number < 0 || number > Integer.MAX_VALUE ? Optional.empty() : Optional.ofNullable(open.get((int) number));
    }

    /** A connection as the event sees it. */
    public final class OpenConnection implements AutoCloseable {
        private final int number;
        private final Session session;

        private OpenConnection(int number, Session session) {
            this.number = number;
            this.session = session;
        }

        public int number() {
            return number;
        }

        public Session session() {
            return session;
        }

        /** @throws SqliteFailure whose message may be told to the guest */
        public Rows execute(String statement, List<Value> parameters) throws SqliteFailure {
            try {
                return session.execute(statement, parameters, settings.limits(event));
            } catch (SqliteException e) {
                if (failures++ < LOGGED) {
                    LOG.warn("{}: sqlite: {}", owner, e.getMessage());
                }
                throw new SqliteFailure(switch (e.kind()) {
                    case FULL -> new Problem.DatabaseFull();
                    case FILE -> new Problem.Io(e.getCause() == null && !e.getMessage().contains("/") ? e.getMessage() : "the database cannot be read or written");
                    case BUSY -> new Problem.Io("database is locked");
                    case STATEMENT, INTERRUPTED, TOO_LARGE -> new Problem.Io(e.getMessage());
                });
            }
        }

        @Override
        public void close() {
            open.remove(number);
            session.close();
        }
    }

    @Override
    public void close() {
        List.copyOf(open.values()).forEach(OpenConnection::close);
    }
}
