package dev.gyre.host.http.internal;

import java.util.List;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.host.ConnectionPlaces;

/**
 * How the components of an application may connect. Thread-safe.
 *
 * @param kept   whether connections are kept for the next request
 * @param places for those in use
 */
record ConnectionRules(boolean kept, ConnectionPlaces places) {
    /** Without {@code [outbound_http]}. */
    static final ConnectionRules NONE = new ConnectionRules(true, ConnectionPlaces.UNLIMITED);
    static final String SECTION = "outbound_http";
    private static final String POOLING = "connection_pooling";
    private static final String MOST = "max_connections";
    private static final String OLD_MOST = "max_concurrent_requests";

    /**
     * {@code [outbound_http]} of Spin's {@code runtime-config.toml} (Spin 3.3), in force for one application. Of the deprecated key one connection more is allowed than it says.
     *
     * @throws dev.gyre.api.config.ConfigException for what is none
     */
    static ConnectionRules read(ConfigTable file) {
        if (!file.has(SECTION)) {
            return NONE;
        }
        ConfigTable table = file.requiredTable(SECTION);
        table.allowOnly(List.of(POOLING, MOST, OLD_MOST));
        if (table.has(MOST) && table.has(OLD_MOST)) {
            throw table.error(OLD_MOST, "is the old name of " + MOST + ", which is there, too; leave it out");
        }
        return new ConnectionRules(table.bool(POOLING).orElse(true), table.has(OLD_MOST) ? ConnectionPlaces.of(table, OLD_MOST, 1) : ConnectionPlaces.of(table, MOST));
    }

    /** The same, where each connection is one of these, too. */
    ConnectionRules within(ConnectionPlaces whole) {
        return new ConnectionRules(kept, places.within(whole));
    }
}
