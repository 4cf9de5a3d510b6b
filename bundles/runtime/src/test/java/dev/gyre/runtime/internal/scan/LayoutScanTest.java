package dev.gyre.runtime.internal.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.gyre.wasm.ModuleBinary;

class LayoutScanTest {
    @ParameterizedTest
    @CsvSource({
        "itests/guests/echo-g0.wasm,SLOTS", "itests/guests/echo-g1.wasm,SLOTS", "itests/guests/site-g1.wasm,SLOTS",
        "itests/guests/outbound-http-g1.wasm,SLOTS", "itests/guests/outbound-redis-g1.wasm,SLOTS",
        "itests/guests/echo-g2.wasm,PACKED", "examples/hello/hello.wasm,PACKED", "examples/mixed/site.wasm,PACKED",
        "examples/outbound-http/outbound_http.wasm,PACKED", "examples/outbound-redis/outbound_redis.wasm,PACKED"})
    void tellsTheLayoutOfRealGuests(String path, CoreLayout layout) {
        assertEquals(Optional.of(layout), LayoutScan.of(ModuleBinary.read(Guests.bytes(path))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"examples/wagi-c/wagi.wasm", "examples/wagi-as/wagi.wasm", "itests/guests/no-handler.wasm"})
    void saysNothingOfOtherModules(String path) {
        assertEquals(Optional.empty(), LayoutScan.of(ModuleBinary.read(Guests.bytes(path))));
    }

    @Test
    void tellsTheLayoutOfHandlersThatOnlyPassOn() {
        assertEquals(Optional.of(CoreLayout.PACKED), LayoutScan.of(ModuleBinary.read(Guests.bytes("bundles/runtime/src/test/wasm/redis-packed.wasm"))));
        assertEquals(Optional.of(CoreLayout.SLOTS), LayoutScan.of(ModuleBinary.read(Guests.bytes("bundles/runtime/src/test/wasm/redis-slots.wasm"))));
        assertEquals(Optional.of(CoreLayout.SLOTS), LayoutScan.of(ModuleBinary.read(Guests.bytes("bundles/runtime/src/test/wasm/wrapped-slots.wasm"))));
        assertEquals(Optional.empty(), LayoutScan.of(ModuleBinary.read(Guests.bytes("bundles/runtime/src/test/wasm/recursive.wasm"))));
    }

    @Test
    void readsImportsWithTheirTypes() {
        ModuleBinary scan = ModuleBinary.read(Guests.bytes("examples/outbound-redis/outbound_redis.wasm"));
        assertEquals(Set.of("outbound-redis", "wasi_snapshot_preview1"), ScannedImport.firstOf(scan).stream().map(ScannedImport::module).collect(Collectors.toSet()));
        assertTrue(ScannedImport.firstOf(scan).stream().allMatch(i -> i.type().matches("\\((i32|i64|, )*\\) -> (i32|\\(\\))")), () -> ScannedImport.firstOf(scan).toString());
        ModuleBinary kinds = ModuleBinary.read(Guests.bytes("bundles/runtime/src/test/wasm/imports.wasm"));
        assertEquals(List.of("\"f\" \"f\" (i32, f64) -> (i64, f32)", "\"m\" \"m\" memory", "\"t\" \"t\" table", "\"g\" \"g\" global"),
                ScannedImport.firstOf(kinds).stream().map(ScannedImport::toString).toList());
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

    private static void look(byte[] wasm) {
        try {
            LayoutScan.of(ModuleBinary.read(wasm));
        } catch (ModuleException e) {
            assertTrue(e.getMessage().startsWith("the module is damaged at byte") || e.getMessage().startsWith("this is"), e.getMessage());
        }
    }
}
