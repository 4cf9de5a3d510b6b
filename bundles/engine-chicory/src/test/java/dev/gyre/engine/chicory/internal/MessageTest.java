package dev.gyre.engine.chicory.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.ValueType;

/** What an operator reads when a module does not fit. */
class MessageTest {
    private final Store store = Guests.ENGINE.openStore(Guests.LIMITS, "");

    private static String message(Runnable failing) {
        return assertThrows(GyreException.class, failing::run).getMessage();
    }

    @Test
    void aBindingOfAnotherType() {
        CompiledModule basic = Guests.compile("basic");
        HostFunction twice = new HostFunction("wasi.twice", new ExternType.Func(List.of(ValueType.I64), List.of()), (caller, args) -> HostFunction.NOTHING);
        List<ImportBinding> bindings = List.of(new ImportBinding.Host(twice), new ImportBinding.Deferred(0));
        assertEquals("import \"env\" \"twice\" needs a function (i32) -> i32, but the host function wasi.twice is a function (i64) -> ()",
                message(() -> basic.prepare(bindings)));
        assertEquals("basic has 2 imports, but 1 bindings were given", message(() -> basic.prepare(bindings.subList(0, 1))));
    }

    @Test
    void anExternOfAnotherType() {
        CompiledModule using = Guests.compile("user");
        CoreInstance provider = Guests.prepare(Guests.compile("provider"), Map.of("env.where", (caller, args) -> args)).instantiate(store);
        given(using, provider, "memory", store.memory(new ExternType.Mem(0, OptionalLong.of(10), false, false)),
                "needs a memory of 1 to 10 pages, but what is given is a memory of 0 to 10 pages");
        given(using, provider, "counter", store.global(new ExternType.Glob(ValueType.I32, false), 0),
                "needs a mutable global of type i32, but what is given is a constant global of type i32");
        given(using, provider, "table", store.table(new ExternType.Tab(ValueType.FUNCREF, 3, OptionalLong.of(20))),
                "needs a table of 4 to 20 funcref, but what is given is a table of 3 to 20 funcref");
        given(using, provider, "memory", Guests.ENGINE.openStore(Guests.LIMITS, "").memory(new ExternType.Mem(1, OptionalLong.of(10), false, false)),
                "needs a memory of 1 to 10 pages, but what is given belongs to another store");
        assertEquals("import \"p\" \"add\" is bound to slot 0, but 0 externs were given",
                message(() -> Guests.prepare(using, Map.of()).instantiate(store)));
    }

    private void given(CompiledModule using, CoreInstance provider, String replaced, Extern extern, String message) {
        List<Extern> externs = new ArrayList<>();
        using.imports().forEach(i -> externs.add(i.name().equals(replaced) ? extern : provider.export(i.name()).orElseThrow()));
        assertEquals("import \"p\" \"" + replaced + "\" " + message, message(() -> Guests.prepare(using, Map.of()).instantiate(store, externs)));
    }

    @Test
    void aLimit() {
        assertEquals("memory of 1 pages at the start is more than the limit of 0 pages allows, of which 0 are in use",
                message(() -> Guests.prepare("growing").instantiate(Guests.ENGINE.openStore(new StoreLimits(65535, 100, 2), ""))));
    }

    @Test
    void arguments() {
        CoreInstance growing = Guests.prepare("growing").instantiate(store);
        assertEquals("function takes (i32) -> i32, but 0 arguments were given", message(() -> growing.function("grow").orElseThrow().call()));
    }
}
