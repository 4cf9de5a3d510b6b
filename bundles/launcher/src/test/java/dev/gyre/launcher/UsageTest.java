package dev.gyre.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class UsageTest {

    @Test
    void theShippedTextNamesVersionAndCommands() {
        Usage usage = Usage.load();
        assertTrue(usage.version().matches("\\d+\\.\\d+\\.\\d+(-\\w+)?"), usage.version());
        assertTrue(usage.commands().containsAll(List.of("up", "aot", "help")), usage.commands().toString());
    }

    @Test
    void commandsAreTheFirstWordsOfTheirSection() {
        Usage usage = Usage.parse("gyre 1: x\n\nCommands:\n  up   Run\n  aot\n\nOptions:\n  -h  no command\n");
        assertEquals(List.of("up", "aot"), usage.commands());
    }

    @Test
    void theNearestCommandIsFoundForATypoOnly() {
        Usage usage = Usage.parse("gyre 1: x\nCommands:\n  serve  .\n  deploy .\n");
        assertEquals(Optional.of("serve"), usage.nearest("sevre"));
        assertEquals(Optional.empty(), usage.nearest("unrelated"));
    }
}
