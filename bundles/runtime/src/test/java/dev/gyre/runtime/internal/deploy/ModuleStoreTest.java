package dev.gyre.runtime.internal.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.runtime.internal.fake.FakeEngine;
import dev.gyre.runtime.internal.event.CompiledCode;

class ModuleStoreTest {
    private final ModuleStore store = new ModuleStore();

    @Test
    void bytesComeBackAsTheyWere() {
        byte[] random = new byte[100_000];
        new Random(1).nextBytes(random);
        for (byte[] bytes : new byte[][] {{}, {1}, new byte[1 << 20], random}) {
            ModuleBytes kept = new ModuleBytes(bytes.clone());
            assertArrayEquals(bytes, kept.bytes());
            kept.pack();
            assertArrayEquals(bytes, kept.bytes());
        }
    }

    @Test
    void theSameModuleIsKeptOnce() {
        ModuleBytes first = store.bytes("digest", () -> new ModuleBytes(new byte[] {1}));
        assertSame(first, store.bytes("digest", () -> {
            throw new AssertionError("it is there");
        }));
    }

    @Test
    void whatNobodyUsesIsForgotten() throws Exception {
        ModuleStore.Key key = new ModuleStore.Key(1, "digest", "a");
        CompiledModule module = new FakeEngine("one").compile(new byte[0], CompileOptions.uncached("a"));
        store.compiled(key, new CompiledCode.Module(module));
        assertEquals(Optional.of(new CompiledCode.Module(module)), store.compiled(key));
        assertEquals(Optional.empty(), store.compiled(new ModuleStore.Key(2, "digest", "a")), "another engine's");
        Reference.reachabilityFence(module);
        WeakReference<CompiledModule> gone = new WeakReference<>(module);
        module = null;
        for (int i = 0; i < 1000 && !gone.refersTo(null); i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertEquals(Optional.empty(), store.compiled(key));
    }
}
