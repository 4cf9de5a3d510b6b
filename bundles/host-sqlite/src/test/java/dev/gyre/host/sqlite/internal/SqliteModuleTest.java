package dev.gyre.host.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.Component;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.TrapException;
import dev.gyre.host.rig.Apps;
import dev.gyre.host.rig.GuestRig;
import dev.gyre.sqlite.internal.OpenDatabases;

/** The imports of modules, called by a real one. */
class SqliteModuleTest {
    private final GuestDatabases databases = new GuestDatabases(new OpenDatabases(), new SqliteSettings(10_000, 100, 3, Duration.ofSeconds(20)));

    private GuestRig rig() {
        Component cart = Apps.component("cart", Map.of()).toBuilder().sqliteDatabases(List.of("default")).build();
        return new GuestRig(Apps.guest("database"), new SqliteModule(databases), Apps.app(cart), cart, Optional.of(CoreLayout.PACKED));
    }

    private static String text(LinearMemory memory, int at) {
        return memory.readString(memory.readInt(at), memory.readInt(at + 4));
    }

    @Test
    void everyTypeGoesInAndComesOut() {
        try (GuestRig.Run run = rig().start()) {
            LinearMemory memory = run.memory();
            int connection = memory.readInt((int) run.call("open", "default") + 4);
            int out = (int) run.call("execute", connection, "SELECT ? AS a, ?, ?, ?, ?", 5);
            assertEquals(0, memory.readByte(out));
            assertEquals(5, memory.readInt(out + 8));
            assertEquals("a", text(memory, memory.readInt(out + 4)));
            assertEquals(1, memory.readInt(out + 16));
            int row = memory.readInt(out + 12);
            assertEquals(5, memory.readInt(row + 4));
            int values = memory.readInt(row);
            assertEquals(List.of(0, 1, 2, 3, 4), IntStream.range(0, 5).mapToObj(i -> (int) memory.readByte(values + 16 * i)).toList());
            assertEquals(-7, memory.readLong(values + 8));
            assertEquals(0.5, Double.longBitsToDouble(memory.readLong(values + 24)));
            assertEquals("text", text(memory, values + 40));
            assertEquals("blob", text(memory, values + 56));
        }
    }

    @Test
    void failuresHaveTheirCases() {
        try (GuestRig.Run run = rig().start()) {
            LinearMemory memory = run.memory();
            assertEquals(1, memory.readByte((int) run.call("open", "other") + 4));
            int connection = memory.readInt((int) run.call("open", "default") + 4);
            int out = (int) run.call("execute", connection, "nonsense", 0);
            assertEquals(4, memory.readByte(out + 4));
            assertEquals("near \"nonsense\": syntax error", text(memory, out + 8));
            assertThrows(TrapException.class, () -> run.call("execute", connection, "SELECT 1", 6));
        }
        try (GuestRig.Run run = rig().start()) {
            run.call("close", 17);
            assertEquals(2, run.memory().readByte((int) run.call("execute", 17, "SELECT 1", 0) + 4));
            assertThrows(TrapException.class, () -> run.call("execute", (int) run.memory().readInt((int) run.call("open", "default") + 4), "SELECT 1", 1 << 28));
        }
    }
}
