package dev.gyre.cli.internal.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

class PrintTest {
    @Test
    void jsonIsWrittenOfEveryKindOfValue() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a\"\\\n\u001b\u00e9", 1);
        map.put("list", List.of(true, "x", List.of(), Map.of()));
        map.put("none", Optional.empty());
        map.put("some", Optional.of("y"));
        map.put("long", OptionalLong.of(5));
        map.put("no-long", OptionalLong.empty());
        assertEquals("{\"a\\\"\\\\\\n\\u001b\\u00e9\":1,\"list\":[true,\"x\",[],{}],\"none\":null,\"some\":\"y\",\"long\":5,\"no-long\":null}", Json.of(map));
    }

    @Test
    void columnsAreAsWideAsTheirWordsAndCellsAreSafe() {
        assertEquals("""
                > A      BB
                > 1      two
                > three  \\u001B x
                """, new Table("> ", "A", "BB").row(1, "two").row("three", "\u001b\nx").toString());
    }

    @Test
    void quantitiesAreReadable() {
        assertEquals("0 B", Units.bytes(0));
        assertEquals("1.5 KiB", Units.bytes(1536));
        assertEquals("256 MiB", Units.bytes(256 << 20));
        assertEquals("250ms", Units.time(Duration.ofMillis(250)));
        assertEquals("1.5s", Units.time(Duration.ofMillis(1500)));
        assertEquals("30s", Units.time(Duration.ofSeconds(30)));
        assertEquals("5m", Units.time(Duration.ofMinutes(5)));
    }
}
