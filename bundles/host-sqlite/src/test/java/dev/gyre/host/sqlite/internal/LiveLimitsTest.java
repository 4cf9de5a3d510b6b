package dev.gyre.host.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.gyre.sqlite.internal.OpenDatabases;
import dev.gyre.test.Configured;

/** A configuration that changes while guests have databases. */
class LiveLimitsTest {
    private static GuestDatabases with(Map<String, Object> said) {
        return new GuestDatabases(new OpenDatabases(), Configured.of(SqliteConfig.class, said), said);
    }

    @Test
    void whatCannotBeUsedLeavesAllValuesAsTheyWere() {
        GuestDatabases databases = with(Map.of("rows", 7));
        SqliteSettings before = databases.settings();
        assertEquals(7, before.rows());
        change(databases, Map.of("rows", 0, "connections", 3));
        change(databases, Map.of("timeout", "soon", "connections", 3));
        change(databases, Map.of("row", 5));
        assertEquals(before, databases.settings());
        change(databases, Map.of("rows", 8, "connections", 3));
        assertEquals(8, databases.settings().rows());
        assertEquals(3, databases.settings().connections());
    }

    @Test
    void atTheStartTheDefaultsHoldInstead() {
        assertEquals(with(Map.of()).settings(), with(Map.of("rows", 5, "result", "much")).settings());
    }

    private static void change(GuestDatabases databases, Map<String, Object> said) {
        databases.modified(Configured.of(SqliteConfig.class, said), said);
    }
}
