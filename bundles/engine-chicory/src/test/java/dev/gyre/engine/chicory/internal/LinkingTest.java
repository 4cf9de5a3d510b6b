package dev.gyre.engine.chicory.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.Table;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** Instances of one store that use each other's functions, memories, tables and globals. */
class LinkingTest {
    private static final CompiledModule PROVIDER = Guests.compile("provider");
    private static final CompiledModule USER = Guests.compile("user");

    private final Store store = Guests.ENGINE.openStore(Guests.LIMITS, "");
    private final CoreInstance provider = provider(store);
    private final CoreInstance user = user(store, provider);
    private final Table table = (Table) provider.export("table").orElseThrow();

    private static CoreInstance provider(Store store) {
        return Guests.prepare(PROVIDER, Map.of("env.where", (caller, args) -> new long[] {caller.instance().module() == PROVIDER ? 1 : 2})).instantiate(store);
    }

    private static CoreInstance user(Store store, CoreInstance provider) {
        List<Extern> externs = new ArrayList<>();
        USER.imports().forEach(i -> externs.add(provider.export(i.name()).orElseThrow()));
        return Guests.prepare(USER, Map.of()).instantiate(store, externs);
    }

    private long call(CoreInstance instance, String function, long... args) {
        long[] results = instance.function(function).orElseThrow().call(args);
        return results.length == 0 ? 0 : results[0];
    }

    private void traps(TrapKind kind, CoreInstance instance, String function, long... args) {
        assertEquals(kind, assertThrows(TrapException.class, () -> call(instance, function, args)).kind());
    }

    @Test
    void aFunctionOfAnotherInstanceIsCalled() {
        assertEquals(42, call(user, "add", 41));
    }

    @Test
    void aTrapNamesTheFramesOfBothModules() {
        TrapException e = assertThrows(TrapException.class, () -> call(user, "trap"));
        assertEquals("[provider!trap, user!deep]", e.frames().toString());
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
        HostFunction function = new HostFunction("host.sum", Guests.func(List.of(ValueType.I32, ValueType.I32), ValueType.I32),
                (caller, args) -> new long[] {args[0] + args[1] + (args[0] == 3 && caller.instance() == user ? 1000 : 0)});
        table.set(7, store.function(function));
        assertEquals(1007, call(user, "call2", 7));
        assertEquals(5, table.function(7).orElseThrow().call(2, 3)[0]);
        assertTrue(table.function(3).isEmpty());
        assertEquals(10, table.function(0).orElseThrow().call()[0]);
        assertThrows(TrapException.class, () -> table.function(8));
        CoreFunction foreign = provider(Guests.ENGINE.openStore(Guests.LIMITS, "")).function("ten").orElseThrow();
        assertThrows(TrapException.class, () -> table.set(0, foreign));
    }

    @Test
    void theHostsOwnMemoryTableAndGlobalAreImported() {
        List<Extern> externs = new ArrayList<>();
        USER.imports().forEach(i -> externs.add(switch (i.type()) {
            case ExternType.Mem m -> store.memory(new ExternType.Mem(2, OptionalLong.of(5), false, false));
            case ExternType.Tab t -> store.table(new ExternType.Tab(ValueType.FUNCREF, 5, OptionalLong.of(6)));
            case ExternType.Glob g when g.mutable() -> store.global(g, 100);
            case ExternType.Glob g -> store.global(g, -1);
            case ExternType other -> provider.export(i.name()).orElseThrow();
        }));
        CoreInstance instance = Guests.prepare(USER, Map.of()).instantiate(store, externs);
        assertEquals(101, call(instance, "count"));
        assertEquals(2, call(instance, "size"));
        assertEquals(5, call(instance, "table-size"));
        assertEquals(5, call(instance, "grow-table", 1));
        assertEquals(-1, call(instance, "grow-table", 1));
    }

    @Test
    void handlesOfFunctionsWithReferencesAndOfHostFunctionsWork() throws Throwable {
        assertEquals(-1L, (long) provider.function("identity").orElseThrow().handle().invokeExact(-1L));
        HostFunction mixed = new HostFunction("host.mixed", Guests.func(List.of(ValueType.I32, ValueType.F32, ValueType.F64), ValueType.F32),
                (caller, args) -> new long[] {Float.floatToRawIntBits((float) (args[0] + Float.intBitsToFloat((int) args[1]) + Double.longBitsToDouble(args[2])))});
        assertEquals(7.75f, (float) store.function(mixed).handle().invokeExact(-1, 0.25f, 8.5d));
    }

    @Test
    void anImportOfAnotherTypeIsRefusedByName() {
        CompiledModule basic = Guests.compile("basic");
        HostFunction twice = new HostFunction("wasi.twice", Guests.func(List.of(ValueType.I64)), (caller, args) -> HostFunction.NOTHING);
        List<ImportBinding> bindings = List.of(new ImportBinding.Host(twice), new ImportBinding.Deferred(0));
        assertEquals("import \"env\" \"twice\" needs a function (i32) -> i32, but the host function wasi.twice is a function (i64) -> ()",
                assertThrows(ModuleException.class, () -> basic.prepare(bindings)).getMessage());
        assertEquals("basic has 2 imports, but 1 bindings were given",
                assertThrows(ModuleException.class, () -> basic.prepare(bindings.subList(0, 1))).getMessage());
    }

    @Test
    void aDeferredExternOfAnotherTypeIsRefusedByName() {
        refused("import \"p\" \"memory\" needs a memory of 1 to 10 pages, but what is given is a memory of 0 to 10 pages", "memory",
                store.memory(new ExternType.Mem(0, OptionalLong.of(10), false, false)));
        refused("import \"p\" \"memory\" needs a memory of 1 to 10 pages, but what is given is a memory of 1 or more pages", "memory",
                store.memory(new ExternType.Mem(1, OptionalLong.empty(), false, false)));
        refused("import \"p\" \"counter\" needs a mutable global of type i32, but what is given is a constant global of type i32", "counter",
                store.global(new ExternType.Glob(ValueType.I32, false), 0));
        refused("import \"p\" \"table\" needs a table of 4 to 20 funcref, but what is given is a table of 3 to 20 funcref", "table",
                store.table(new ExternType.Tab(ValueType.FUNCREF, 3, OptionalLong.of(20))));
        refused("import \"p\" \"add\" needs a function (i32, i32) -> i32, but what is given is a memory of 1 to 10 pages", "add",
                provider.export("memory").orElseThrow());
        refused("import \"p\" \"memory\" needs a memory of 1 to 10 pages, but what is given belongs to another store", "memory",
                Guests.ENGINE.openStore(Guests.LIMITS, "").memory(new ExternType.Mem(1, OptionalLong.of(10), false, false)));
        assertEquals("import \"p\" \"add\" is bound to slot 0, but 0 externs were given",
                assertThrows(ModuleException.class, () -> Guests.prepare(USER, Map.of()).instantiate(store)).getMessage());
    }

    private void refused(String message, String replaced, Extern given) {
        List<Extern> externs = new ArrayList<>();
        USER.imports().forEach(i -> externs.add(i.name().equals(replaced) ? given : provider.export(i.name()).orElseThrow()));
        assertEquals(message, assertThrows(ModuleException.class, () -> Guests.prepare(USER, Map.of()).instantiate(store, externs)).getMessage());
    }

    @Test
    void exportsAreTypedAndTheSameEachTime() {
        assertEquals("(i32, i32) -> i32", PROVIDER.export("add").orElseThrow().toString());
        assertEquals(new ExternType.Mem(1, OptionalLong.of(10), false, false), PROVIDER.export("memory").orElseThrow());
        assertEquals(new ExternType.Tab(ValueType.FUNCREF, 8, OptionalLong.of(20)), PROVIDER.export("table").orElseThrow());
        assertEquals(new ExternType.Glob(ValueType.I32, true), PROVIDER.export("counter").orElseThrow());
        assertEquals(new ExternType.Tag(List.of(ValueType.I32)), PROVIDER.export("tag").orElseThrow());
        assertTrue(PROVIDER.export("absent").isEmpty());
        assertSame(provider.export("memory").orElseThrow(), provider.export("memory").orElseThrow());
        assertEquals(List.of(provider, user), store.instances());
    }

    @Test
    void anExceptionOfAnotherInstanceIsCaughtByItsTag() {
        CoreInstance thrower = Guests.prepare("f-exceptions").instantiate(store);
        CoreInstance catcher = Guests.prepare("catcher").instantiate(store,
                List.of(thrower.export("tag").orElseThrow(), thrower.export("throw").orElseThrow()));
        assertEquals(55, call(catcher, "run", 55));
    }

    @Test
    void aTableThatGrewInOneEventIsNotLargerInTheNext() {
        table.grow(5);
        assertEquals(13, table.size());
        CoreInstance next = provider(Guests.ENGINE.openStore(Guests.LIMITS, ""));
        assertEquals(8, ((Table) next.export("table").orElseThrow()).size());
    }
}
