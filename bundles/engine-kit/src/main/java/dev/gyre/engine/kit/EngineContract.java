package dev.gyre.engine.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** What the contracts have in common: guests compiled once, stores closed after each test, threads with the engine's stack. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(GuestThreads.class)
public abstract class EngineContract implements EngineUnderTest {
    protected static final long PAGE = 1 << 16;
    protected static final StoreLimits LIMITS = new StoreLimits(16 << 20, 1000, 10);

    private final Map<String, CompiledModule> compiled = new HashMap<>();
    private final List<Store> opened = new ArrayList<>();

    EngineContract() {
    }

    @AfterEach
    final void closeStores() {
        opened.forEach(Store::close);
        opened.clear();
    }

    /** A store that is closed after the test. For the test's thread. */
    final Store open() {
        return open(LIMITS, "");
    }

    final Store open(StoreLimits limits, Object data) {
        Store store = engine().openStore(limits, data);
        opened.add(store);
        return store;
    }

    final CompiledModule compile(String guest) {
        synchronized (compiled) {
            return compiled.computeIfAbsent(guest, name -> compile(name, Guests.bytes(name)));
        }
    }

    final CompiledModule compile(String name, byte[] wasm) {
        return engine().compile(wasm, CompileOptions.uncached(name));
    }

    static InstancePre prepare(CompiledModule module, Map<String, HostFunction.Body> bodies) {
        return Guests.prepare(module, bodies);
    }

    final InstancePre prepare(String guest) {
        return prepare(compile(guest), Map.of());
    }

    static ExternType.Func func(List<ValueType> params, ValueType... results) {
        return new ExternType.Func(params, List.of(results));
    }

    static long[] results(CoreInstance instance, String function, long... args) {
        return instance.function(function).orElseThrow(() -> new AssertionError("no function " + function)).call(args);
    }

    /** The first result of a call, or 0. */
    static long call(CoreInstance instance, String function, long... args) {
        long[] results = results(instance, function, args);
        return results.length == 0 ? 0 : results[0];
    }

    static TrapException traps(TrapKind kind, CoreInstance instance, String function, long... args) {
        TrapException e = assertThrows(TrapException.class, () -> call(instance, function, args));
        assertEquals(kind, e.kind(), () -> e + " " + e.getCause());
        return e;
    }
}
