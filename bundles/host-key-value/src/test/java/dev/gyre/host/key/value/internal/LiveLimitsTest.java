package dev.gyre.host.key.value.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.host.key.value.internal.store.Store;
import dev.gyre.host.key.value.internal.store.StoreException;
import dev.gyre.sqlite.internal.OpenDatabases;
import dev.gyre.test.Configured;

/** A configuration that changes while guests have stores. */
class LiveLimitsTest {
    private final KeyValueStores stores = with(Map.of("stores", 7));

    @AfterEach
    void close() {
        stores.close();
    }

    private static KeyValueStores with(Map<String, Object> said) {
        return new KeyValueStores(new OpenDatabases(), new KeyValueHealth(), Configured.of(KeyValueConfig.class, said), said);
    }

    private void change(Map<String, Object> said) {
        stores.modified(Configured.of(KeyValueConfig.class, said), said);
    }

    @Test
    void whatCannotBeUsedLeavesAllValuesAsTheyWere() {
        KeyValueSettings before = stores.settings();
        assertEquals(7, before.stores());
        change(Map.of("stores", 0, "keys", 3));
        change(Map.of("timeout", "soon", "keys", 3));
        change(Map.of("store", 3));
        assertEquals(before, stores.settings());
    }

    @Test
    void whatCanHoldsForTheNextCallOnAStoreThatIsOpen() {
        Map<String, Store> opened = stores.of(Contexts.of(Contexts.toml("", Path.of("runtime-config.toml")), Optional.empty(), "default"));
        Store store = opened.get("default");
        byte[] value = "0123456789".getBytes(StandardCharsets.UTF_8);
        long deadline = System.nanoTime() + stores.settings().timeout().toNanos();
        store.set("k", value, deadline);
        change(Map.of("result", "5"));
        assertThrows(StoreException.class, () -> store.get("k", deadline));
        change(Map.of());
        assertArrayEquals(value, store.get("k", deadline).orElseThrow());
        stores.release(opened);
    }

    @Test
    void atTheStartTheDefaultsHoldInstead() {
        KeyValueStores broken = with(Map.of("keys", 3, "value", "1 GiB"));
        assertEquals(KeyValueSettings.of(Configured.of(KeyValueConfig.class, Map.of())), broken.settings());
        broken.close();
    }
}
