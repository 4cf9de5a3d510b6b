package dev.gyre.host.sqlite.internal;

import java.time.Duration;
import java.util.Map;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.api.host.HostContext;
import dev.gyre.sqlite.Session;

/** {@link SqliteConfig}, checked. */
record SqliteSettings(long result, int rows, int connections, Duration timeout) {
    /** @throws dev.gyre.api.config.ConfigException for the first value that cannot be used */
    static SqliteSettings of(SqliteConfig config) {
        Position position = Position.of("configuration " + GuestDatabases.PID);
        ConfigTable table = new ConfigTable("", position, Map.of("result", new ConfigValue(config.result(), position), "rows",
                new ConfigValue((long) config.rows(), position), "connections", new ConfigValue((long) config.connections(), position), "timeout",
                new ConfigValue(config.timeout(), position)));
        for (String number : new String[] {"rows", "connections"}) {
            if (table.integer(number).orElseThrow() < 1) {
                throw table.badValue(number, "1 or more");
            }
        }
        return new SqliteSettings(table.bytes("result").orElseThrow(), config.rows(), config.connections(), table.duration("timeout").orElseThrow());
    }

    /** For a statement that begins now. */
    Session.Limits limits(HostContext event) {
        return Session.Limits.of(rows, result, Math.min(event.remainingNanos(), timeout.toNanos()));
    }
}
