package dev.gyre.executor.wagi.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ValueType;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.DeployException;

/** Which export is the program. */
class EntryTest {
    private static final Component COMPONENT = Component.builder("cgi", new ModuleSource.Bytes(new byte[0], "cgi.wasm")).build();

    private static ComponentContext context(boolean composed, List<ExportType> exports, List<String> interfaces) {
        Map<String, Object> answers = Map.of("component", COMPONENT, "composed", composed, "exports", exports, "exportedInterfaces", interfaces);
        return (ComponentContext) Proxy.newProxyInstance(EntryTest.class.getClassLoader(), new Class<?>[] {ComponentContext.class},
                (proxy, method, args) -> Optional.ofNullable(answers.get(method.getName())).orElseThrow(() -> new AssertionError(method)));
    }

    private static ComponentContext module(List<ValueType> params) {
        return context(false, List.of(new ExportType("_start", new ExternType.Func(params, List.of()))), List.of());
    }

    private static void refused(String message, ComponentContext context, Optional<String> wanted) {
        assertEquals("component \"cgi\": " + message, assertThrows(DeployException.class, () -> Entry.of(context, wanted)).getMessage());
    }

    @Test
    void aModuleStartsWhereTheRouteSays() {
        assertEquals(new Entry(Optional.empty(), "_start"), Entry.of(module(List.of()), Optional.empty()));
        refused("no function \"other\" without parameters is exported, which the WAGI executor calls; it exports: _start", module(List.of()), Optional.of("other"));
        refused("no function \"_start\" without parameters is exported, which the WAGI executor calls; it exports: _start", module(List.of(ValueType.I32)),
                Optional.empty());
    }

    @Test
    void aComponentRunsAsACommand() {
        ComponentContext command = context(true, List.of(), List.of("wasi:cli/run@0.2.3"));
        assertEquals(new Entry(Optional.of("wasi:cli/run@0.2.3"), "run"), Entry.of(command, Optional.empty()));
        assertEquals(new Entry(Optional.of("wasi:cli/run@0.2.3"), "run"), Entry.of(command, Optional.of("_start")));
        refused("entrypoint \"other\": of components the WAGI executor calls wasi:cli/run only; leave the field out; it exports: wasi:cli/run@0.2.3", command,
                Optional.of("other"));
        refused("it exports no wasi:cli/run, which the WAGI executor calls; it exports: acme:math/adder", context(true, List.of(), List.of("acme:math/adder")),
                Optional.empty());
    }
}
