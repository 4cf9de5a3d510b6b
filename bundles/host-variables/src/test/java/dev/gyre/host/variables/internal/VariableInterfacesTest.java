package dev.gyre.host.variables.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.app.Application;
import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.component.bind.WitBinder;
import dev.gyre.component.wit.WitPackages;
import dev.gyre.host.rig.Apps;
import dev.gyre.host.variables.internal.face.SpinConfig;
import dev.gyre.host.variables.internal.face.SpinVariables;
import dev.gyre.host.variables.internal.face.WasiConfig;

class VariableInterfacesTest {
    private final VariableInterfaces interfaces = new VariableInterfaces(new ProviderList());
    private final BoundHostInterfaces bound = interfaces.bind(cart());

    private static ComponentContext cart() {
        Application shop = Apps.app(Map.of("name", Apps.with("Ann"), "token", Apps.required()),
                Apps.component("cart", Map.of("greeting", "hello {{ name }}", "secret", "{{ token }}")));
        return (ComponentContext) Proxy.newProxyInstance(ComponentContext.class.getClassLoader(), new Class<?>[] {ComponentContext.class},
                (proxy, method, args) -> method.getName().equals("application") ? shop : shop.components().getFirst());
    }

    private <F> F face(Class<F> type) {
        return type.cast(bound.create(type, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fermyon:spin/variables@2.0.0", "fermyon:spin/config", "wasi:config/store@0.2.0-draft-2024-09-27"})
    void eachFaceFitsItsWit(String name) {
        WitPackages packages = WitPackages.parse(interfaces.wit());
        assertEquals(name, assertDoesNotThrow(() -> WitBinder.bind(interfaces, packages, name)).name());
    }

    @Test
    void valuesAreThoseOfTheComponent() throws Exception {
        assertEquals("hello Ann", face(SpinVariables.class).get("greeting"));
        assertEquals("hello Ann", face(SpinConfig.class).getConfig("greeting"));
        assertEquals(Optional.of("hello Ann"), face(WasiConfig.class).get("greeting"));
        assertEquals(Optional.empty(), face(WasiConfig.class).get("nothing"));
        assertEquals(Optional.empty(), face(WasiConfig.class).get("Not A Key"));
    }

    @Test
    void errorsHaveTheCasesOfSpin() {
        SpinVariables variables = face(SpinVariables.class);
        assertEquals(SpinVariables.Problem.InvalidName.class, assertThrows(SpinVariables.Failure.class, () -> variables.get("Not A Key")).error().getClass());
        assertEquals(SpinVariables.Problem.InvalidName.class, assertThrows(SpinVariables.Failure.class, () -> variables.get("a".repeat(5000))).error().getClass());
        assertEquals(new SpinVariables.Problem.Undefined("no variable \"name\" for this component"),
                assertThrows(SpinVariables.Failure.class, () -> variables.get("name")).error());
        assertTrue(assertThrows(SpinVariables.Failure.class, () -> variables.get("secret")).error() instanceof SpinVariables.Problem.Provider);
        SpinConfig config = face(SpinConfig.class);
        assertTrue(assertThrows(SpinConfig.Failure.class, () -> config.getConfig("Not A Key")).error() instanceof SpinConfig.Problem.InvalidKey);
        assertTrue(assertThrows(SpinConfig.Failure.class, () -> config.getConfig("name")).error() instanceof SpinConfig.Problem.Provider);
        assertTrue(assertThrows(WasiConfig.Failure.class, () -> face(WasiConfig.class).get("secret")).error() instanceof WasiConfig.Problem.Upstream);
        assertTrue(assertThrows(WasiConfig.Failure.class, () -> face(WasiConfig.class).getAll()).error() instanceof WasiConfig.Problem.Upstream);
    }

    @Test
    void allOfThemCanBeListed() throws Exception {
        Application app = Apps.app(Map.of(), Apps.component("c", Map.of("a", "1")));
        ComponentContext context = (ComponentContext) Proxy.newProxyInstance(ComponentContext.class.getClassLoader(), new Class<?>[] {ComponentContext.class},
                (proxy, method, args) -> method.getName().equals("application") ? app : app.components().getFirst());
        assertEquals(List.of(new WasiConfig.Entry("a", "1")), ((WasiConfig) interfaces.bind(context).create(WasiConfig.class, null)).getAll());
    }
}
