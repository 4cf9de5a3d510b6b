package dev.gyre.engine.chicory.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.engine.chicory.internal.code.GuestTrap;
import dev.gyre.engine.chicory.internal.compile.HugeModule;

/** The stack is never full: what guests take of it is counted, and they are stopped before. */
class StackTest {
    private final CompiledModule module = Guests.compile("stack");

    /** @param thread started with the body; what that throws is thrown here */
    private static void on(Function<Runnable, Thread> thread, Executable body) throws Throwable {
        Throwable[] thrown = new Throwable[1];
        Thread guest = thread.apply(() -> {
            try {
                body.execute();
            } catch (Throwable e) {
                thrown[0] = e;
            }
        });
        guest.start();
        guest.join();
        if (thrown[0] != null) {
            throw thrown[0];
        }
    }

    private void overflows(String kind, StoreLimits limits) {
        try (Store store = Guests.ENGINE.openStore(limits, "")) {
            CoreInstance instance = Guests.prepare(module, Map.of("env.again", (caller, args) -> caller.instance().function("by-host").orElseThrow().call(args),
                    "env.probe", (caller, args) -> HostFunction.NOTHING)).instantiate(store);
            overflows(instance, kind, kind.equals("many-values") ? new long[8] : new long[1]);
        }
    }

    private static void overflows(CoreInstance instance, String function, long... args) {
        TrapException e = assertThrows(TrapException.class, () -> instance.function(function).orElseThrow().call(args));
        assertEquals(TrapKind.STACK_OVERFLOW, e.kind());
        assertInstanceOf(GuestTrap.class, e.getCause());
    }

    /** Interpreted, while it is being compiled, and compiled. */
    @ParameterizedTest
    @ValueSource(strings = {"direct", "mutual", "indirect", "several-results", "no-results", "looping", "many-values", "by-host", "probing", "probing-indirect"})
    void guestsAreStoppedBeforeItIsFull(String kind) throws Throwable {
        for (int i = 0; i < 40; i++) {
            on(i % 2 == 0 ? Thread.ofPlatform()::unstarted : Thread.ofVirtual()::unstarted, () -> overflows(kind, Guests.LIMITS));
        }
    }

    @Test
    void functionsTooLargeToBeCompiledCount() throws Throwable {
        InstancePre huge = Guests.ENGINE.compile(HugeModule.bytes(), CompileOptions.uncached("huge")).prepare(List.of());
        for (int i = 0; i < 10; i++) {
            on(Thread.ofPlatform()::unstarted, () -> {
                try (Store store = Guests.ENGINE.openStore(Guests.LIMITS, "")) {
                    overflows(huge.instantiate(store), "huge", -5);
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 4096, 65536})
    void asMuchIsUsedAsTheStoreIsToldOf(int kilobytes) throws Throwable {
        long stack = (long) kilobytes << 10;
        StoreLimits limits = new StoreLimits(1 << 20, 100, 1, HeapBudget.unbounded(), stack);
        for (int i = 0; i < 5; i++) {
            for (String kind : List.of("direct", "indirect", "many-values", "by-host")) {
                on(body -> new Thread(null, body, "guest", stack), () -> overflows(kind, limits));
            }
        }
    }
}
