package dev.gyre.host.key.value.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.Component;
import dev.gyre.api.engine.TrapException;
import dev.gyre.host.rig.Apps;
import dev.gyre.host.rig.GuestRig;
import dev.gyre.sqlite.internal.OpenDatabases;

/** The imports of modules, called by a real one. */
class KeyValueModuleTest {
    private final KeyValueStores stores = new KeyValueStores(new OpenDatabases(), new KeyValueHealth(), Contexts.small());

    @AfterEach
    void close() {
        stores.close();
    }

    private GuestRig rig(String... labels) {
        Component cart = Apps.component("cart", Map.of()).toBuilder().keyValueStores(List.of(labels)).build();
        return new GuestRig(Apps.guest("key-value"), new KeyValueModule(stores), Apps.app(cart), cart, Optional.of(CoreLayout.PACKED));
    }

    /** The error's case; -1 without one. */
    private static int error(GuestRig.Run run, String export, Object... args) {
        int at = (int) run.call(export, args);
        return run.memory().readByte(at) == 0 ? -1 : run.memory().readByte(at + 4);
    }

    private static String text(GuestRig.Run run, int at) {
        return run.memory().readString(run.memory().readInt(at), run.memory().readInt(at + 4));
    }

    @Test
    void everyFunction() {
        try (GuestRig.Run run = rig("default").start()) {
            int store = run.memory().readInt((int) run.call("open", "default") + 4);
            assertEquals(4, error(run, "get", store, "k"));
            assertEquals(-1, error(run, "set", store, "k", "value"));
            int got = (int) run.call("get", store, "k");
            assertEquals(0, run.memory().readByte(got));
            assertEquals("value", text(run, got + 4));
            assertEquals(1, run.memory().readByte((int) run.call("exists", store, "k") + 4));
            int keys = (int) run.call("get-keys", store);
            assertEquals(1, run.memory().readInt(keys + 8));
            assertEquals("k", text(run, run.memory().readInt(keys + 4)));
            assertEquals(-1, error(run, "delete", store, "k"));
            assertEquals(0, run.memory().readByte((int) run.call("exists", store, "k") + 4));
            int failed = (int) run.call("get", store, "a key of more than twenty bytes");
            assertEquals(5, run.memory().readByte(failed + 4));
            assertEquals("a key may not be longer than 20 bytes", text(run, failed + 8));
            run.call("close", store);
            assertEquals(3, error(run, "get-keys", store));
            assertEquals(3, error(run, "get-keys", -1));
        }
    }

    @Test
    void whatIsNotAllowedIsDenied() {
        try (GuestRig.Run run = rig("default").start()) {
            assertEquals(2, error(run, "open", "other"));
        }
    }

    @Test
    void aResultBeyondTheMemoryIsATrap() {
        try (GuestRig.Run run = rig("default").start()) {
            int store = run.memory().readInt((int) run.call("open", "default") + 4);
            assertThrows(TrapException.class, () -> run.call("beyond", store));
        }
    }
}
