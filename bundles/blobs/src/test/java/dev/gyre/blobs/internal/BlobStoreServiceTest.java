package dev.gyre.blobs.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.Quantity;
import dev.gyre.blobs.Digest;
import dev.gyre.test.Configured;

/** A store's configuration, at the start and while it is used. */
class BlobStoreServiceTest {
    private static final byte[] CONTENT = "a module".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path temp;

    private BlobStoreService with(Map<String, Object> said) {
        return new BlobStoreService(Optional.of(temp.resolve("usual")), Configured.of(BlobsConfig.class, said), said);
    }

    private static void change(BlobStoreService store, Map<String, Object> said) {
        store.modified(Configured.of(BlobsConfig.class, said), said);
    }

    @Test
    void atTheStartWhatCannotBeUsedIsRefused() {
        assertEquals("configuration dev.gyre.blobs: max-size: must be " + Quantity.BYTES + ", but is \"much\"",
                assertThrows(GyreException.class, () -> with(Map.of("max-size", "much"))).getMessage());
        assertThrows(GyreException.class, () -> with(Map.of("allowed-registry", "ghcr.io")));
        assertFalse(Files.exists(temp.resolve("usual")), "nobody has asked for anything yet");
    }

    @Test
    void whatCannotBeUsedLeavesAllValuesAsTheyWere() throws IOException {
        BlobStoreService store = with(Map.of("allowed-registries", new String[] {"ghcr.io"}));
        Digest digest = store.put(CONTENT);
        change(store, Map.of("allowed-registries", new String[] {"docker.io"}, "max-size", "much"));
        change(store, Map.of("allowed-registry", "docker.io"));
        Path file = Files.writeString(temp.resolve("file"), "no folder");
        change(store, Map.of("allowed-registries", new String[] {"docker.io"}, "folder", file.toString()));
        assertDoesNotThrow(() -> store.check("ghcr.io"));
        assertThrows(GyreException.class, () -> store.check("docker.io"));
        assertArrayEquals(CONTENT, store.find(digest).orElseThrow());
    }

    @Test
    void whatCanHoldsForTheNextThatAsks() {
        BlobStoreService store = with(Map.of());
        Digest digest = store.put(CONTENT);
        change(store, Map.of("allowed-registries", new String[] {"docker.io"}, "folder", temp.resolve("other").toString()));
        assertThrows(GyreException.class, () -> store.check("ghcr.io"));
        assertTrue(store.find(digest).isEmpty(), "another folder");
        change(store, Map.of("max-size", "1"));
        assertDoesNotThrow(() -> store.check("ghcr.io"));
        assertArrayEquals(CONTENT, store.find(digest).orElseThrow(), "the first folder again");
        store.put("one more, so that all are too large".getBytes(StandardCharsets.UTF_8));
        assertTrue(store.find(digest).isEmpty(), "as the size of now says");
    }
}
