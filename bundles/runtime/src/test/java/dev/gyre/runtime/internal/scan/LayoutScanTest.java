package dev.gyre.runtime.internal.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.runtime.internal.fake.Guests;
import dev.gyre.runtime.internal.fake.Wasm;

class LayoutScanTest {
    @ParameterizedTest
    @CsvSource({
        "itests/guests/echo-g0.wasm,SLOTS", "itests/guests/echo-g1.wasm,SLOTS", "itests/guests/site-g1.wasm,SLOTS",
        "itests/guests/outbound-http-g1.wasm,SLOTS", "itests/guests/outbound-redis-g1.wasm,SLOTS",
        "itests/guests/echo-g2.wasm,PACKED", "examples/hello/hello.wasm,PACKED", "examples/mixed/site.wasm,PACKED",
        "examples/outbound-http/outbound_http.wasm,PACKED", "examples/outbound-redis/outbound_redis.wasm,PACKED"})
    void tellsTheLayoutOfRealGuests(String path, CoreLayout layout) {
        assertEquals(Optional.of(layout), LayoutScan.of(ModuleScan.of(Guests.bytes(path))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples/wagi-c/wagi.wasm", "examples/wagi-as/wagi.wasm", "itests/guests/no-handler.wasm"})
    void saysNothingOfOtherModules(String path) {
        assertEquals(Optional.empty(), LayoutScan.of(ModuleScan.of(Guests.bytes(path))));
    }

    @Test
    void tellsTheLayoutOfHandlersThatOnlyPassOn() {
        assertEquals(Optional.of(CoreLayout.PACKED), LayoutScan.of(ModuleScan.of(Guests.bytes("bundles/runtime/src/test/wasm/redis-packed.wasm"))));
        assertEquals(Optional.of(CoreLayout.SLOTS), LayoutScan.of(ModuleScan.of(Guests.bytes("bundles/runtime/src/test/wasm/redis-slots.wasm"))));
        assertEquals(Optional.of(CoreLayout.SLOTS), LayoutScan.of(ModuleScan.of(Guests.bytes("bundles/runtime/src/test/wasm/wrapped-slots.wasm"))));
        assertEquals(Optional.empty(), LayoutScan.of(ModuleScan.of(Guests.bytes("bundles/runtime/src/test/wasm/recursive.wasm"))));
    }

    @Test
    void readsImportsWithTheirTypes() {
        ModuleScan scan = ModuleScan.of(Guests.bytes("examples/outbound-redis/outbound_redis.wasm"));
        assertEquals(Set.of("outbound-redis", "wasi_snapshot_preview1"), scan.firstImports().stream().map(ScannedImport::module).collect(Collectors.toSet()));
        assertTrue(scan.firstImports().stream().allMatch(i -> i.type().matches("\\((i32|i64|, )*\\) -> (i32|\\(\\))")), scan.firstImports()::toString);
        ModuleScan kinds = ModuleScan.of(Guests.bytes("bundles/runtime/src/test/wasm/imports.wasm"));
        assertEquals(List.of("\"f\" \"f\" (i32, f64) -> (i64, f32)", "\"m\" \"m\" memory", "\"t\" \"t\" table", "\"g\" \"g\" global"),
                kinds.firstImports().stream().map(ScannedImport::toString).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "itests/guests/component.wasm|this is a WebAssembly component (component model, version 13)",
        "itests/guests/version-2.wasm|this is WebAssembly of version 2, layer 0; only version 1 is known",
        "itests/guests/truncated.wasm|the module is damaged at byte",
        "examples/hello/spin.toml|this is no WebAssembly binary: it starts with",
        "bundles/runtime/src/test/wasm/recursive.wat|it looks like the text format: translate it with wat2wasm"})
    void saysWhatAFileIsInstead(String path, String message) {
        String actual = assertThrows(ModuleException.class, () -> ModuleScan.of(Guests.bytes(path))).getMessage();
        assertTrue(actual.contains(message), actual);
    }

    @Test
    void anEmptyFileIsNamedSo() {
        assertEquals("the file is empty", assertThrows(ModuleException.class, () -> ModuleScan.of(new byte[0])).getMessage());
    }

    /** Damaged modules give an answer or a clear refusal, soon, and nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"itests/guests/echo-g1.wasm", "examples/hello/hello.wasm"})
    void survivesDamage(String path) {
        byte[] good = Guests.bytes(path);
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            byte[] bad = i % 3 == 0 ? Arrays.copyOf(good, random.nextInt(9, good.length)) : good.clone();
            for (int n = random.nextInt(1, 8); n > 0; n--) {
                bad[random.nextInt(8, bad.length)] = (byte) random.nextInt();
            }
            look(bad);
        }
    }

    @Test
    void countsThatLieAreNotBelieved() {
        for (int section : List.of(1, 2, 3, 7, 10)) {
            byte[] bad = Arrays.copyOf(Wasm.EMPTY, 15);
            byte[] body = {(byte) section, 5, -1, -1, -1, -1, 7};
            System.arraycopy(body, 0, bad, 8, body.length);
            assertThrows(ModuleException.class, () -> ModuleScan.of(bad));
        }
    }

    private static void look(byte[] wasm) {
        try {
            LayoutScan.of(ModuleScan.of(wasm));
        } catch (ModuleException e) {
            assertTrue(e.getMessage().startsWith("the module is damaged at byte") || e.getMessage().startsWith("this is"), e.getMessage());
        }
    }
}
