package dev.gyre.engine.graalwasm.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.engine.kit.GuestThreads;
import dev.gyre.engine.kit.Guests;

/** The stack is never full: what guests take of it is counted, and they are stopped before. */
@ExtendWith(GuestThreads.class)
class StackTest implements ContractTest.OnGraalWasm {
    private static final StoreLimits LIMITS = new StoreLimits(1 << 20, 100, 1);
    private final CompiledModule module = engine().compile(Guests.bytes("stack"), CompileOptions.uncached("stack"));

    private CoreInstance instance(Store store, HostFunction.Body probe) {
        return Guests.prepare(module, Map.of("env.again", (caller, args) -> HostFunction.NOTHING, "env.probe", probe)).instantiate(store);
    }

    /** Interpreted, while it is being compiled, and compiled: GraalWasm's own words for a full stack are others. */
    @ParameterizedTest
    @ValueSource(strings = {"direct", "mutual", "indirect", "several-results", "no-results", "looping", "many-values"})
    void guestsAreStoppedBeforeItIsFull(String kind) {
        for (int i = 0; i < 40; i++) {
            try (Store store = engine().openStore(LIMITS, "")) {
                CoreInstance instance = instance(store, (caller, args) -> HostFunction.NOTHING);
                long[] args = kind.equals("many-values") ? new long[8] : new long[1];
                TrapException e = assertThrows(TrapException.class, () -> instance.function(kind).orElseThrow().call(args));
                assertEquals(TrapKind.STACK_OVERFLOW, e.kind());
                assertEquals("unreachable", e.getCause().getMessage());
            }
        }
    }

    /** However deep a guest is, there is room for what a host function does. */
    @Test
    void hostFunctionsFindRoom() {
        int[] calls = new int[1];
        try (Store store = engine().openStore(LIMITS, "")) {
            CoreInstance instance = instance(store, (caller, args) -> {
                calls[0] += descend(3000);
                return HostFunction.NOTHING;
            });
            TrapException e = assertThrows(TrapException.class, () -> instance.function("probing").orElseThrow().call(1));
            assertEquals("unreachable", e.getCause().getMessage());
        }
        assertTrue(calls[0] > 1000, () -> calls[0] + " calls");
    }

    private static int descend(int depth) {
        return depth == 0 ? 1 : Math.max(1, descend(depth - 1));
    }
}
