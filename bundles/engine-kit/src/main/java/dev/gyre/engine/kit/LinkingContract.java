package dev.gyre.engine.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.Table;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** Instances of one store use each other's functions, memories, tables and globals, and the host's. */
public abstract class LinkingContract extends EngineContract {
    private CompiledModule providing;
    private CompiledModule using;
    private Store store;
    private CoreInstance provider;
    private CoreInstance user;
    private Table table;

    @BeforeEach
    final void link() {
        providing = compile("provider");
        using = compile("user");
        store = open();
        provider = provider(store);
        user = user(store, provider);
        table = (Table) provider.export("table").orElseThrow();
    }

    private CoreInstance provider(Store in) {
        return prepare(providing, Map.of("env.where", (caller, args) -> new long[] {caller.instance().module() == providing ? 1 : 2})).instantiate(in);
    }

    private CoreInstance user(Store in, CoreInstance of) {
        List<Extern> externs = new ArrayList<>();
        using.imports().forEach(i -> externs.add(of.export(i.name()).orElseThrow()));
        return prepare(using, Map.of()).instantiate(in, externs);
    }

    @Test
    void aFunctionOfAnotherInstanceIsCalled() {
        assertEquals(42, call(user, "add", 41));
    }

    @Test
    void aTrapNamesTheFramesOfBothModules() {
        assertEquals("[provider!trap, user!deep]", traps(TrapKind.UNREACHABLE, user, "trap").frames().toString());
    }

    @Test
    void aMemoryIsShared() {
        call(user, "poke", 7, 99);
        assertEquals(99, call(provider, "peek", 7));
        assertEquals(1, call(user, "grow"));
        assertEquals(2, call(user, "size"));
        assertEquals(0, call(provider, "peek", 65536 + 5));
        call(user, "poke", 65536 + 5, 3);
        assertEquals(3, call(provider, "peek", 65536 + 5));
        assertEquals(2, provider.memory("memory").orElseThrow().pages());
        assertEquals(2, store.memoryPages(), "shared memory counts once");
    }

    @Test
    void passiveDataStaysWithItsInstance() {
        call(user, "init");
        call(provider, "init");
        assertEquals("provider", provider.memory("memory").orElseThrow().readString(0, 8));
        assertEquals("user-data", provider.memory("memory").orElseThrow().readString(100, 9));
    }

    @Test
    void globalsAreShared() {
        assertEquals(6, call(user, "count"));
        Global counter = (Global) provider.export("counter").orElseThrow();
        assertEquals(6, counter.get());
        counter.set(-9);
        assertEquals(-8, call(user, "count"));
    }

    @Test
    void functionsOfAnotherInstanceAreCalledThroughATable() {
        assertEquals(10, call(user, "call", 0));
        assertEquals(7, call(user, "call2", 1));
        assertEquals(1, call(user, "call", 2), "the host function's caller is the instance that put it there");
        traps(TrapKind.INDIRECT_CALL_MISMATCH, user, "call", 1);
        traps(TrapKind.INDIRECT_CALL_MISMATCH, user, "call-void", 0);
        traps(TrapKind.UNINITIALIZED_ELEMENT, user, "call", 3);
        traps(TrapKind.OUT_OF_BOUNDS_TABLE, user, "call", 8);
    }

    @Test
    void elementsKeepTheirOwnersWhenTheyMove() {
        call(user, "put", 4);
        assertEquals(20, call(provider, "call", 4));
        call(user, "move", 0, 0);
        assertEquals(10, call(user, "call-own", 0));
        call(user, "copy-in", 1, 2, 3);
        assertEquals(1, call(user, "call-own", 1));
        assertEquals(20, call(user, "call-own", 3));
        call(user, "copy-out", 5, 0, 3);
        assertEquals(10, call(provider, "call", 5));
        assertEquals(1, call(provider, "call", 6));
        traps(TrapKind.UNINITIALIZED_ELEMENT, provider, "call", 7);
    }

    @Test
    void functionReferencesCrossInGlobalsParametersAndResults() {
        call(user, "put-function", 6);
        assertEquals(10, call(provider, "call", 6));
        call(user, "there-and-back", 0);
        assertEquals(30, call(user, "call-own", 0));
        assertEquals(8, call(user, "grow-table", 2));
        assertEquals(10, call(provider, "call", 9));
        assertEquals(10, table.size());
    }

    @Test
    void functionReferencesAreNumbersOfTheStore() {
        long ten = ((Global) provider.export("function").orElseThrow()).get();
        assertEquals(ten, call(provider, "identity", ten));
        assertEquals(-1, call(provider, "identity", -1));
        traps(TrapKind.ABI_VIOLATION, provider, "identity", 77);
    }

    @Test
    void theHostPutsFunctionsOfItsOwnIntoATable() {
        HostFunction function = new HostFunction("host.sum", func(List.of(ValueType.I32, ValueType.I32), ValueType.I32),
                (caller, args) -> new long[] {args[0] + args[1] + (args[0] == 3 && caller.instance() == user ? 1000 : 0)});
        table.set(7, store.function(function));
        assertEquals(1007, call(user, "call2", 7));
        assertEquals(5, table.function(7).orElseThrow().call(2, 3)[0]);
        assertTrue(table.function(3).isEmpty());
        assertEquals(10, table.function(0).orElseThrow().call()[0]);
        assertThrows(TrapException.class, () -> table.function(8));
        CoreFunction foreign = provider(open()).function("ten").orElseThrow();
        assertThrows(TrapException.class, () -> table.set(0, foreign));
    }

    @Test
    void theHostsOwnMemoryTableAndGlobalAreImported() {
        LinearMemory memory = store.memory(new ExternType.Mem(2, OptionalLong.of(5), false, false));
        List<Extern> externs = new ArrayList<>();
        using.imports().forEach(i -> externs.add(switch (i.type()) {
            case ExternType.Mem m -> memory;
            case ExternType.Tab t -> store.table(new ExternType.Tab(ValueType.FUNCREF, 5, OptionalLong.of(6)));
            case ExternType.Glob g when g.mutable() -> store.global(g, 100);
            case ExternType.Glob g -> store.global(g, -1);
            case ExternType other -> provider.export(i.name()).orElseThrow();
        }));
        CoreInstance instance = prepare(using, Map.of()).instantiate(store, externs);
        assertEquals(101, call(instance, "count"));
        assertEquals(2, call(instance, "size"));
        call(instance, "poke", 9, 77);
        assertEquals(77, memory.readByte(9));
        assertEquals(5, call(instance, "table-size"));
        assertEquals(5, call(instance, "grow-table", 1));
        assertEquals(-1, call(instance, "grow-table", 1));
    }

    @Test
    void aHostFunctionFillsADeferredFunctionImport() {
        List<Extern> externs = new ArrayList<>();
        HostFunction difference = new HostFunction("host.difference", func(List.of(ValueType.I32, ValueType.I32), ValueType.I32),
                (caller, args) -> new long[] {args[0] - args[1]});
        using.imports().forEach(i -> externs.add(i.name().equals("add") ? store.function(difference) : provider.export(i.name()).orElseThrow()));
        assertEquals(40, call(prepare(using, Map.of()).instantiate(store, externs), "add", 41));
    }

    @Test
    void handlesOfFunctionsWithReferencesAndOfHostFunctionsWork() throws Throwable {
        assertEquals(-1L, (long) provider.function("identity").orElseThrow().handle().invokeExact(-1L));
        HostFunction mixed = new HostFunction("host.mixed", func(List.of(ValueType.I32, ValueType.F32, ValueType.F64), ValueType.F32),
                (caller, args) -> new long[] {Float.floatToRawIntBits((float) (args[0] + Float.intBitsToFloat((int) args[1]) + Double.longBitsToDouble(args[2])))});
        assertEquals(7.75f, (float) store.function(mixed).handle().invokeExact(-1, 0.25f, 8.5d));
    }

    @Test
    void anImportOfAnotherTypeIsRefusedByName() {
        CompiledModule basic = compile("basic");
        HostFunction twice = new HostFunction("wasi.twice", func(List.of(ValueType.I64)), (caller, args) -> HostFunction.NOTHING);
        List<ImportBinding> bindings = List.of(new ImportBinding.Host(twice), new ImportBinding.Deferred(0));
        String message = assertThrows(ModuleException.class, () -> basic.prepare(bindings)).getMessage();
        assertTrue(message.contains("\"env\" \"twice\"") && message.contains("(i32) -> i32") && message.contains("wasi.twice"), message);
        assertThrows(ModuleException.class, () -> basic.prepare(bindings.subList(0, 1)));
    }

    @Test
    void aDeferredExternOfAnotherTypeIsRefusedByName() {
        refused("memory", store.memory(new ExternType.Mem(0, OptionalLong.of(10), false, false)));
        refused("memory", store.memory(new ExternType.Mem(1, OptionalLong.empty(), false, false)));
        refused("counter", store.global(new ExternType.Glob(ValueType.I32, false), 0));
        refused("counter", store.global(new ExternType.Glob(ValueType.I64, true), 0));
        refused("table", store.table(new ExternType.Tab(ValueType.FUNCREF, 3, OptionalLong.of(20))));
        refused("table", store.table(new ExternType.Tab(ValueType.FUNCREF, 4, OptionalLong.empty())));
        refused("add", provider.export("memory").orElseThrow());
        refused("add", provider.export("ten").orElseThrow());
        refused("memory", open().memory(new ExternType.Mem(1, OptionalLong.of(10), false, false)));
        assertThrows(ModuleException.class, () -> prepare(using, Map.of()).instantiate(store));
        assertEquals(42, call(user, "add", 41), "the store is none the worse");
    }

    private void refused(String replaced, Extern given) {
        List<Extern> externs = new ArrayList<>();
        using.imports().forEach(i -> externs.add(i.name().equals(replaced) ? given : provider.export(i.name()).orElseThrow()));
        String message = assertThrows(ModuleException.class, () -> prepare(using, Map.of()).instantiate(store, externs)).getMessage();
        assertTrue(message.contains("\"p\" \"" + replaced + "\""), message);
    }

    /** What counts is the memory as it is, not as it was declared (core specification, 4.5.3). */
    @Test
    void aMemoryOrTableThatGrewSatisfiesAnImportThatAsksForMore() {
        LinearMemory memory = store.memory(new ExternType.Mem(0, OptionalLong.of(10), false, false));
        Table small = store.table(new ExternType.Tab(ValueType.FUNCREF, 3, OptionalLong.of(20)));
        refused("memory", memory);
        refused("table", small);
        assertEquals(0, memory.grow(1));
        assertEquals(3, small.grow(1));
        List<Extern> externs = new ArrayList<>();
        using.imports().forEach(i -> externs.add(i.name().equals("memory") ? memory : i.name().equals("table") ? small : provider.export(i.name()).orElseThrow()));
        assertEquals(1, call(prepare(using, Map.of()).instantiate(store, externs), "size"));
    }

    @Test
    void exportsAreTypedAndTheSameEachTime() {
        assertEquals("(i32, i32) -> i32", providing.export("add").orElseThrow().toString());
        assertEquals(new ExternType.Mem(1, OptionalLong.of(10), false, false), providing.export("memory").orElseThrow());
        assertEquals(new ExternType.Tab(ValueType.FUNCREF, 8, OptionalLong.of(20)), providing.export("table").orElseThrow());
        assertEquals(new ExternType.Glob(ValueType.I32, true), providing.export("counter").orElseThrow());
        assertTrue(providing.export("absent").isEmpty());
        for (String name : List.of("memory", "table", "counter", "ten")) {
            assertSame(provider.export(name).orElseThrow(), provider.export(name).orElseThrow(), name);
        }
        assertEquals(List.of(provider, user), store.instances());
    }
}
