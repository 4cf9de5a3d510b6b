package dev.gyre.runtime.internal.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.runtime.Limits;
import dev.gyre.runtime.internal.fake.Apps;
import dev.gyre.runtime.internal.settings.ComponentSettings;

/** What operators are told of a module that can never start. */
class LoadedModuleTest {
    /** A memory of 3 pages and two tables of 60 elements. */
    private static final byte[] GREEDY = {0, 'a', 's', 'm', 1, 0, 0, 0, 4, 7, 2, 0x70, 0, 60, 0x70, 0, 60, 5, 3, 1, 0, 3};

    private static List<String> beyond(long memory, int elements) {
        Component component = Apps.component("greedy", GREEDY);
        LoadedModule module = LoadedModule.of(component, new ComponentSettings(Optional.empty(), Optional.empty(), ConfigTable.empty("", Apps.HERE)),
                new ModuleStore());
        return module.beyond(new Limits(memory, elements, 0, Duration.ofSeconds(1), 1, 1, Duration.ZERO, 1, 1, 1));
    }

    @Test
    void whatALimitDoesNotAllowIsNamedWithTheLimit() {
        assertEquals(List.of(), beyond(3 << 16, 120));
        assertEquals(List.of("spin.toml:7:1: component \"greedy\": greedy.wasm: its memories begin with 3 pages of 64 KiB, and its limit \"memory\" is"
                + " 196607 bytes (2 pages): every event will fail; raise limits.memory in gyre.toml or the operator's settings, or build it with less"),
                beyond((3 << 16) - 1, 120));
        assertEquals(List.of("spin.toml:7:1: component \"greedy\": greedy.wasm: its tables begin with 120 elements, and its limit \"table-elements\" is"
                + " 119: every event will fail; raise limits.table-elements in gyre.toml or the operator's settings, or build it with less"),
                beyond(3 << 16, 119));
    }
}
