package dev.gyre.engine.chicory.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.wasm.WasmOutput;

/** A few bytes declare much: what a module makes the engine allocate before the limits of a store apply is bounded by its own size. */
class DeclarationsTest {
    private static final int ELEMENTS = 65_536;
    private final ChicoryEngine engine = new ChicoryEngine();

    /** @param parts numbers, or bytes as they are */
    private static byte[] bytes(Object... parts) {
        WasmOutput out = new WasmOutput();
        for (Object part : parts) {
            if (part instanceof byte[] b) {
                out.bytes(b);
            } else {
                out.u32((int) part);
            }
        }
        return out.toByteArray();
    }

    private static byte[] times(int count, byte[] entry) {
        WasmOutput out = new WasmOutput().u32(count);
        for (int i = 0; i < count; i++) {
            out.bytes(entry);
        }
        return out.toByteArray();
    }

    private static byte[] section(int id, byte[] contents) {
        return bytes(id, contents.length, contents);
    }

    private GuestModule module(byte[]... sections) {
        WasmOutput out = new WasmOutput().bytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        for (byte[] section : sections) {
            out.bytes(section);
        }
        return (GuestModule) engine.compile(out.toByteArray(), CompileOptions.uncached("hostile"));
    }

    private GuestModule tables(int count) {
        return module(section(4, times(count, bytes(0x70, 0, ELEMENTS))));
    }

    private void instantiate(GuestModule module, StoreLimits limits) {
        InstancePre pre = module.prepare(List.of());
        try (Store store = engine.openStore(limits, "")) {
            pre.instantiate(store);
        }
    }

    private static long kept(GuestModule module) {
        return module.layout().tables().stream().mapToLong(t -> t.image().length).sum();
    }

    /** 40 KB that were 2 GB of heap for as long as they were deployed. */
    @Test
    void tablesHaveNoImageWhenTheyAreTooLargeTogether() {
        GuestModule hostile = tables(8000);
        assertEquals(0, kept(hostile));
        TrapException refused = assertThrows(TrapException.class, () -> instantiate(hostile, new StoreLimits(1 << 20, 100_000, 10)));
        assertEquals(TrapKind.RESOURCE_LIMIT, refused.kind());
        assertEquals("table of 65536 elements at the start is more than the limit of 100000 elements allows", refused.getMessage());
        assertEquals(16L * ELEMENTS, kept(tables(16)));
        GuestModule more = tables(17);
        assertEquals(0, kept(more));
        instantiate(more, new StoreLimits(1 << 20, 17 * ELEMENTS, 10));
    }

    @Test
    void memoriesHaveNoImagesWhenTheirGapsAreTooLargeTogether() {
        assertEquals(1, sparse(1).pools().size());
        GuestModule hostile = sparse(300);
        assertTrue(hostile.pools().isEmpty());
        instantiate(hostile, new StoreLimits(300L << 20, 100, 10));
    }

    /** Memories of 15 pages with a byte at either end. */
    private GuestModule sparse(int memories) {
        WasmOutput segments = new WasmOutput().u32(2 * memories);
        for (int i = 0; i < memories; i++) {
            segments.bytes(bytes(2, i, 0x41, 0, 0x0b, 1, 7));
            segments.bytes(bytes(2, i, 0x41)).bytes(new byte[] {(byte) 0xff, (byte) 0xff, 0x3b}).bytes(bytes(0x0b, 1, 7));
        }
        return module(section(5, times(memories, bytes(0, 15))), section(11, segments.toByteArray()));
    }

    @Test
    void globalsAreCounted() {
        instantiate(globals(5000), new StoreLimits(1 << 20, 100, 10));
        for (int count : new int[] {25_000, 100_000}) {
            String message = assertThrows(ModuleException.class, () -> globals(count)).getMessage();
            assertTrue(message.contains("its " + count + " numeric globals are more than a class of the JVM can hold"), message);
        }
    }

    private GuestModule globals(int count) {
        return module(section(6, times(count, bytes(0x7f, 1, 0x41, 0, 0x0b))));
    }
}
