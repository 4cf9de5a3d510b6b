package dev.gyre.host.variables.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.host.rig.Apps;
import dev.gyre.host.rig.GuestRig;

class SpinConfigModuleTest {
    private static final Application SHOP = Apps.app(Map.of("name", Apps.with("wörld"), "token", Apps.required()),
            Apps.component("cart", Map.of("greeting", "hello {{ name }}", "secret", "{{ token }}", "empty", "")));

    private final ProviderList providers = new ProviderList();
    private final SpinConfigModule module = new SpinConfigModule(providers);

    private GuestRig rig(String guest, Optional<CoreLayout> layout) {
        return new GuestRig(Apps.guest(guest), module, SHOP, SHOP.components().getFirst(), layout);
    }

    private GuestRig rig(CoreLayout layout) {
        return rig(layout == CoreLayout.SLOTS ? "config-slots" : "config-packed", Optional.of(layout));
    }

    @ParameterizedTest
    @EnumSource(CoreLayout.class)
    void aGuestOfEitherLayoutReadsValuesAndErrors(CoreLayout layout) {
        try (GuestRig.Run run = rig(layout).start()) {
            assertEquals("ok:hello wörld", run.text("get", "greeting"));
            assertEquals("ok:", run.text("get", "empty"));
            assertEquals("provider:no provider has a value for the required variable \"token\"", run.text("get", "secret"));
            assertEquals("invalid-key:\"Nope\": a key must start with a letter from a to z", run.text("get", "Nope"));
            assertEquals("other:no variable at \"cart.nothing\"", run.text("get", "nothing"));
        }
    }

    @Test
    void aGuestWhoseLayoutCannotBeToldGetsThePackedOne() {
        try (GuestRig.Run run = rig("config-packed", Optional.empty()).start()) {
            assertEquals("ok:hello wörld", run.text("get", "greeting"));
        }
    }

    @Test
    void aVariableOfTheApplicationIsNotTheComponents() {
        try (GuestRig.Run run = rig(CoreLayout.PACKED).start()) {
            assertEquals("other:no variable at \"cart.name\"", run.text("get", "name"));
        }
    }

    @Test
    void providersMayComeAndGoWhileTheComponentRuns() {
        GuestRig rig = rig(CoreLayout.PACKED);
        var reference = ResolverTest.ranked(0);
        providers.add(reference, (app, key) -> key.equals("token") ? Optional.of("t-" + app) : Optional.empty());
        try (GuestRig.Run run = rig.start()) {
            assertEquals("ok:t-shop", run.text("get", "secret"));
            providers.remove(reference);
            assertTrue(run.text("get", "secret").startsWith("provider:"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // key pointer, key length, result pointer
        "-1, 1, 64", "65536, 1, 64", "65530, 20, 64", "16, 8, 65535", "16, 8, -4", "16, 8, 65529",
    })
    void pointersOutsideTheMemoryAreTraps(int key, int length, int result) {
        try (GuestRig.Run run = rig("hostile", Optional.of(CoreLayout.PACKED)).start()) {
            TrapException e = assertThrows(TrapException.class, () -> run.call("raw", key, length, result));
            assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, e.kind());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, ABI_VIOLATION", "65535, OUT_OF_BOUNDS_MEMORY", "-8, OUT_OF_BOUNDS_MEMORY"})
    void anAllocatorThatLiesIsATrap(int pointer, TrapKind kind) {
        try (GuestRig.Run run = rig("hostile", Optional.of(CoreLayout.PACKED)).start()) {
            run.call("set-next", pointer);
            assertEquals(kind, assertThrows(TrapException.class, () -> run.call("raw", 16, 8, 64)).kind());
        }
    }

    @Test
    void aKeyThatIsNotUtf8IsATrapAndAHugeOneAnError() {
        try (GuestRig.Run run = rig("hostile", Optional.of(CoreLayout.PACKED)).start()) {
            assertEquals(TrapKind.ABI_VIOLATION, assertThrows(TrapException.class, () -> run.call("raw", 32, 2, 64)).kind());
            run.call("raw", 16, -1, 64);
            assertEquals(1, run.memory().readByte(64));
            assertEquals(VariableException.Kind.INVALID_KEY.ordinal(), run.memory().readByte(68));
        }
    }

    @Test
    void aBadTemplateFailsTheDeploy() {
        Application broken = Apps.app(Map.of(), Apps.component("cart", Map.of("greeting", "{{ nobody }}")));
        ConfigException e = assertThrows(ConfigException.class,
                () -> new GuestRig(Apps.guest("config-packed"), module, broken, broken.components().getFirst(), Optional.empty()));
        assertTrue(e.getMessage().startsWith("spin.toml:7:1: component[0].config.greeting: component \"cart\": "), e.getMessage());
    }

    @Test
    void thereIsNoOtherFunction() {
        try (GuestRig.Run run = rig(CoreLayout.PACKED).start()) {
            ImportType other = new ImportType(SpinConfigModule.MODULE, "set-config", new ExternType.Func(List.of(), List.of()));
            BoundHostModule bound = module.bind(run.event.component());
            assertTrue(bound.function(other).isEmpty());
            assertEquals(List.of("get-config"), bound.functionNames(SpinConfigModule.MODULE));
        }
    }
}
