package dev.gyre.itests.component.guests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.component.link.Component;
import dev.gyre.component.link.ComponentInstance;
import dev.gyre.component.link.ComponentState;
import dev.gyre.component.link.Imports;
import dev.gyre.component.link.LinkedComponent;
import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.engine.graalwasm.internal.GraalWasmEngine;

/** A program in QuickJS: modules that share memory, table and globals, as dynamic linking by the tools makes them. */
class QuickJsSuite {
    private static final Path COMPONENT = Path.of(System.getProperty("conformance.translated", "")).resolveSibling("quickjs.wasm");

    @Test
    void chicory() throws IOException {
        run(new ChicoryEngine());
    }

    @Test
    void graalwasm() throws IOException {
        run(new GraalWasmEngine());
    }

    private static void run(WasmEngine engine) throws IOException {
        LinkedComponent component = Component.read(Files.readAllBytes(COMPONENT)).compile(engine, CompileOptions.uncached("quickjs")).link(Imports.NONE);
        for (int i = 0; i < 2; i++) {
            try (Store store = engine.openStore(new StoreLimits(256 << 20, 100_000, component.coreInstances()), new ComponentState("test"));
                    ComponentInstance instance = component.instantiate(store)) {
                assertEquals("hello w\u00f6rld", component.function("greet").orElseThrow().call(instance, "w\u00f6rld").orElseThrow());
                List<?> turned = (List<?>) component.function("turn").orElseThrow().call(instance, List.of(new Object[] {"a", 1}, new Object[] {"b", 2}))
                        .orElseThrow();
                assertArrayEquals(new Object[] {"B", 3}, (Object[]) turned.getFirst());
                assertArrayEquals(new Object[] {"A", 2}, (Object[]) turned.getLast());
                assertEquals("hello again", component.function("greet").orElseThrow().call(instance, "again").orElseThrow());
            }
        }
    }
}
