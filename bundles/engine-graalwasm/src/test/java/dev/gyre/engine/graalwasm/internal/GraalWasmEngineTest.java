package dev.gyre.engine.graalwasm.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.EngineCapabilities;
import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.Fit;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.engine.kit.Guests;

/** What GraalWasm says of itself, and its life. */
class GraalWasmEngineTest {
    private static final boolean OPTIMIZING = Boolean.getBoolean("gyre.test.optimizing");

    private static ModuleProfile profile(Feature... features) {
        return new ModuleProfile(Set.of(features), 1, 10, 10, 0, 1, OptionalLong.empty(), 0);
    }

    @Test
    void itSaysWhetherItCompilesAndWhatToDoWhereItDoesNot() {
        EngineCapabilities capabilities = ContractTest.ENGINE.capabilities();
        assertEquals(OPTIMIZING, capabilities.optimizing());
        assertEquals(OPTIMIZING, capabilities.remark().isEmpty());
        assertTrue(OPTIMIZING || capabilities.remark().contains("start gyre with GYRE_GRAAL=on"), capabilities.remark());
        assertEquals(OPTIMIZING ? Fit.Level.GOOD : Fit.Level.SLOW, ContractTest.ENGINE.fit(profile(Feature.SIMD)).level());
        assertEquals("graalwasm lacks exceptions, gc", ContractTest.ENGINE.fit(profile(Feature.GC, Feature.EXCEPTIONS)).why());
        assertTrue(ContractTest.ENGINE.version().matches("25\\.\\d+\\.\\d+-\\d+"), ContractTest.ENGINE.version());
    }

    @Test
    void everyMissingFeatureIsNamed() {
        ModuleException e = assertThrows(ModuleException.class,
                () -> ContractTest.ENGINE.compile(Guests.bytes("f-tail-calls"), CompileOptions.uncached("x")));
        assertEquals("needs tail-calls, which graalwasm lacks", e.getMessage());
    }

    @Test
    void whatIsInvalidStaysInvalidAlthoughTheModuleIsRewritten() {
        byte[] growing = Guests.bytes("growing");
        for (int i = 8; i < growing.length; i++) {
            byte[] damaged = growing.clone();
            damaged[i] ^= 0x15;
            try {
                CompiledModule module = ContractTest.ENGINE.compile(damaged, CompileOptions.uncached("damaged"));
                try (Store store = ContractTest.ENGINE.openStore(new StoreLimits(1 << 20, 100, 1), "")) {
                    module.prepare(List.of()).instantiate(store);
                }
            } catch (ModuleException | TrapException e) {
                assertTrue(!e.getMessage().contains("failed"), e.getMessage());
            }
        }
    }

    @Test
    void whatGraalWasmSaysNamesFunctionsAndModulesAsTheirAuthorsDo() {
        try (Store store = ContractTest.ENGINE.openStore(new StoreLimits(1 << 20, 100, 1), "")) {
            CompiledModule module = ContractTest.ENGINE.compile(Guests.bytes("traps"), CompileOptions.uncached("traps"));
            CoreFunction wrong = Guests.prepare(module, Map.of("env.fail", (caller, args) -> HostFunction.NOTHING)).instantiate(store)
                    .function("indirect-void").orElseThrow();
            TrapException e = assertThrows(TrapException.class, () -> wrong.call(1));
            assertTrue(e.getMessage().contains("function \"one\"") && e.getMessage().contains("module traps") && !e.getMessage().contains("@"), e.getMessage());
        }
    }

    @Test
    void aStoppedEngineIsStartedAgain() {
        GraalWasmEngine first = new GraalWasmEngine();
        CompiledModule module = first.compile(Guests.bytes("growing"), CompileOptions.uncached("growing"));
        Store store = first.openStore(new StoreLimits(1 << 20, 100, 1), "");
        module.prepare(List.of()).instantiate(store);
        first.close();
        store.close();
        WasmEngine second = new GraalWasmEngine();
        try (Store next = second.openStore(new StoreLimits(1 << 20, 100, 1), "")) {
            CompiledModule again = second.compile(Guests.bytes("growing"), CompileOptions.uncached("growing"));
            assertEquals(1, again.prepare(List.of()).instantiate(next).function("grow").orElseThrow().call(3)[0]);
        }
    }
}
