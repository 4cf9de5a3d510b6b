package dev.gyre.runtime.internal.settings;

import static dev.gyre.runtime.internal.fake.Apps.settings;
import static dev.gyre.runtime.internal.fake.Apps.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.runtime.Limits;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.fake.Wasm;

class AppSettingsTest {
    private static AppSettings read(ConfigTable settings) {
        return AppSettings.read(Apps.of("http", settings, Apps.component("web", Wasm.EMPTY), Apps.component("api", Wasm.EMPTY)));
    }

    private static String refused(ConfigTable settings) {
        return assertThrows(ConfigException.class, () -> read(settings)).getMessage();
    }

    @Test
    void withoutSettingsTheDefaultsHold() {
        AppSettings settings = read(settings());
        ComponentSettings web = settings.component("web");
        assertEquals(Limits.DEFAULT, settings.limits("web", Limits.DEFAULT));
        assertEquals(Optional.empty(), settings.engine());
        assertEquals(Optional.empty(), web.layout());
        assertEquals(Optional.empty(), web.engine());
        assertEquals("component.web", web.table().path());
        assertTrue(web.table().keys().isEmpty());
    }

    @Test
    void theComponentsOwnSettingsWinOverTheApplications() {
        AppSettings settings = read(settings(
                "engine", "chicory",
                "limits", table("limits", "memory", "64 MiB", "deadline", "500ms", "events", 8L),
                "component", table("component", "api", table("component.api",
                        "abi", "slots", "engine", "graalwasm",
                        "limits", table("component.api.limits", "memory", 1048576L, "table-elements", 5L, "queue", 0L, "patience", "0s", "log-bytes", "1 KiB",
                                "handles", 20L, "value-bytes", "2 MiB")))));
        assertEquals(new Limits(64L << 20, 100_000, 0, Duration.ofMillis(500), 8, 4096, Duration.ofSeconds(10), 1L << 20, 1 << 20, 128L << 20),
                settings.limits("web", Limits.DEFAULT));
        assertEquals(Optional.of(new EngineWish("chicory", "engine in gyre.toml")), settings.engine());
        assertEquals(Optional.empty(), settings.component("web").engine());
        ComponentSettings api = settings.component("api");
        assertEquals(new Limits(1L << 20, 5, 0, Duration.ofMillis(500), 8, 0, Duration.ZERO, 1024, 20, 2 << 20), settings.limits("api", Limits.DEFAULT));
        assertEquals(Optional.of(CoreLayout.SLOTS), api.layout());
        assertEquals(Optional.of(new EngineWish("graalwasm", "component.api.engine in gyre.toml")), api.engine());
    }

    @Test
    void theManifestSaysOfAComponentWhatGyreTomlDoesNot() {
        ConfigTable tool = table("component.web.tool.gyre", "engine", "chicory", "abi", "slots",
                "limits", table("component.web.tool.gyre.limits", "memory", "1 MiB", "events", 3L));
        Component web = Apps.component("web", new ModuleSource.Bytes(Wasm.EMPTY, "web.wasm"), Map.of("gyre", tool, "vendor", table("tool.vendor", "any", "thing")));
        AppSettings settings = AppSettings.read(Apps.of("http", settings("limits", table("limits", "events", 9L, "queue", 1L),
                "component", table("component", "web", table("component.web", "abi", "packed", "limits", table("component.web.limits", "events", 4L)))), web));
        assertEquals(Optional.of(new EngineWish("chicory", "component.web.tool.gyre.engine in the manifest")), settings.component("web").engine());
        assertEquals(Optional.of(CoreLayout.PACKED), settings.component("web").layout());
        Limits limits = settings.limits("web", Limits.DEFAULT);
        assertEquals(List.of(1L << 20, 4, 1), List.of(limits.memoryBytes(), limits.events(), limits.queue()));

        Component wrong = Apps.component("web", web.source(), Map.of("gyre", table("component.web.tool.gyre", "engin", "chicory")));
        assertEquals("gyre.toml:3:1: component.web.tool.gyre.engin: unknown field; did you mean \"engine\"? allowed here: abi, engine, limits, outbound",
                assertThrows(ConfigException.class, () -> AppSettings.read(Apps.of("http", settings(), wrong))).getMessage());
    }

    @Test
    void triggersFindTheirTables() {
        AppSettings settings = read(settings("http", table("http", "body", "1 MiB")));
        assertEquals(Optional.of(1L << 20), settings.trigger("http").bytes("body"));
        assertTrue(read(settings()).trigger("http").keys().isEmpty());
    }

    @Test
    void tablesOfOthersAreLeftToThem() {
        read(settings("files", table("files", "max-count", 1L),
                "component", table("component", "web", table("component.web", "outbound", table("component.web.outbound", "any-port", true)))));
    }

    @Test
    void whatNobodyReadsIsRefusedWithItsPlace() {
        assertEquals("gyre.toml:3:1: limit: unknown field; did you mean \"limits\"? allowed here: component, engine, files, http, limits",
                refused(settings("limit", table("limit"))));
        assertEquals("gyre.toml:3:1: redis: unknown field; allowed here: component, engine, files, http, limits", refused(settings("redis", table("redis"))));
        assertEquals("gyre.toml:3:1: limits.memroy: unknown field; did you mean \"memory\"? "
                + "allowed here: deadline, events, handles, log-bytes, memory, patience, queue, stack, table-elements, value-bytes", refused(settings("limits", table("limits", "memroy", "1 MiB"))));
        assertEquals("gyre.toml:3:1: component.wep: unknown field; did you mean \"web\"? allowed here: api, web",
                refused(settings("component", table("component", "wep", table("component.wep")))));
        assertEquals("gyre.toml:3:1: component.web.memory: unknown field; allowed here: abi, engine, limits, outbound",
                refused(settings("component", table("component", "web", table("component.web", "memory", "1 MiB")))));
    }

    @Test
    void badValuesAreShownWithWhatIsAllowed() {
        assertEquals("gyre.toml:3:1: limits.memory: must be a size such as 65536, \"64 KiB\", \"1.5 MiB\" or \"2 GiB\", but is \"lots\"",
                refused(settings("limits", table("limits", "memory", "lots"))));
        assertEquals("gyre.toml:3:1: limits.memory: must be from 65536 to 4294967296 bytes, but is 1", refused(settings("limits", table("limits", "memory", 1L))));
        assertEquals("gyre.toml:3:1: limits.deadline: must be a time such as \"500ms\", \"30s\", \"5m\" or \"1h\", but is 30",
                refused(settings("limits", table("limits", "deadline", 30L))));
        assertEquals("gyre.toml:3:1: limits.deadline: must be from 1ms to 720h, but is \"0s\"", refused(settings("limits", table("limits", "deadline", "0s"))));
        assertEquals("gyre.toml:3:1: limits.events: must be from 1 to 100000, but is 0", refused(settings("limits", table("limits", "events", 0L))));
        assertEquals("gyre.toml:3:1: component.web.abi: must be \"slots\" (Spin 0.1 to 0.3) or \"packed\" (Spin 0.4 and later), but is \"new\"",
                refused(settings("component", table("component", "web", table("component.web", "abi", "new")))));
        assertEquals("gyre.toml:3:1: engine: must be a string, but is 1 (integer)", refused(settings("engine", 1L)));
    }

    @Test
    void theMetatypesDefaultsAreTheDefaults() {
        assertEquals(ContainerSettings.DEFAULT, ContainerSettings.of(Apps.annotation(RuntimeConfig.class, Map.of())));
    }

    @Test
    void theContainersSettingsAreChecked() {
        ContainerSettings settings = ContainerSettings.of(Apps.annotation(RuntimeConfig.class, Map.of("memory", "1 GiB", "table-elements", 7, "drain", "1s", "cache-size", "0",
                "total-memory", "25%", "warm-up", "0s", "engine", "chicory", "stack", "16 MiB")));
        assertEquals(Runtime.getRuntime().maxMemory() / 100 * 25, settings.totalMemory());
        assertEquals(Duration.ZERO, settings.warmUp());
        assertEquals(Optional.of(new EngineWish("chicory", "engine in configuration dev.gyre.runtime")), settings.engine());
        assertEquals(16 << 20, settings.limits().stackBytes());
        assertEquals(1L << 30, settings.limits().memoryBytes());
        assertEquals(7, settings.limits().tableElements());
        assertEquals(Duration.ofSeconds(1), settings.drain());
        assertEquals(0, settings.cacheSize());
        for (String total : new String[] {"0%", "100%", "a lot", "0", "-1"}) {
            assertTrue(assertThrows(ConfigException.class, () -> ContainerSettings.of(Apps.annotation(RuntimeConfig.class, Map.of("total-memory", total))))
                    .getMessage().startsWith("configuration dev.gyre.runtime: total-memory: must be "), total);
        }
        assertEquals("configuration dev.gyre.runtime: deadline: must be a time such as \"500ms\", \"30s\", \"5m\" or \"1h\", but is \"soon\"",
                assertThrows(ConfigException.class, () -> ContainerSettings.of(Apps.annotation(RuntimeConfig.class, Map.of("deadline", "soon")))).getMessage());
        assertEquals("configuration dev.gyre.runtime: drain: must be from 0ms to 720h, but is \"2000000h\"",
                assertThrows(ConfigException.class, () -> ContainerSettings.of(Apps.annotation(RuntimeConfig.class, Map.of("drain", "2000000h")))).getMessage());
        assertEquals("configuration x: events: must be from 1 to 100000, but is -5",
                assertThrows(ConfigException.class, () -> ComponentRule.of("x", Apps.annotation(ComponentConfig.class, Map.of("events", "-5")))).getMessage());
    }
}
