package dev.gyre.api.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ConfigTableTest {
    private static final Position HEADER = new Position("spin.toml", 4, 1);
    private static final Position PLACE = new Position("spin.toml", 5, 9);

    private static ConfigTable table(Object... keysAndValues) {
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put((String) keysAndValues[i], new ConfigValue(keysAndValues[i + 1], PLACE));
        }
        return new ConfigTable("component[0]", HEADER, values);
    }

    private static List<ConfigValue> array(Object... values) {
        return java.util.Arrays.stream(values).map(v -> new ConfigValue(v, PLACE)).toList();
    }

    private static String refused(Executable reading) {
        return assertThrows(ConfigException.class, reading).getMessage();
    }

    @Test
    void valuesComeAsTheyWereWritten() {
        ConfigTable inner = ConfigTable.empty("component[0].trigger", PLACE);
        ConfigTable t = table("s", "text", "i", 7L, "b", true, "t", inner, "a", array("x", "y"), "ts", array(inner));
        assertEquals(Optional.of("text"), t.string("s"));
        assertEquals("text", t.requiredString("s"));
        assertEquals(Optional.of(7L), t.integer("i"));
        assertEquals(Optional.of(true), t.bool("b"));
        assertEquals(inner, t.requiredTable("t"));
        assertEquals(List.of("x", "y"), t.strings("a"));
        assertEquals(List.of(inner), t.tables("ts"));
        assertEquals(List.of("s", "i", "b", "t", "a", "ts"), List.copyOf(t.keys()));
        assertEquals(Optional.empty(), t.string("none"));
        assertEquals(List.of(), t.strings("none"));
    }

    @Test
    void mapsKeepTheirOrder() {
        ConfigTable env = new ConfigTable("component[0].environment", PLACE, new LinkedHashMap<>(Map.of("B", new ConfigValue("2", PLACE))));
        assertEquals(Map.of("B", "2"), table("environment", env).stringMap("environment"));
    }

    @Test
    void wrongTypesAreShownWithPlaceFieldAndValue() {
        assertEquals("spin.toml:5:9: component[0].id: must be a string, but is 7 (integer)", refused(() -> table("id", 7L).string("id")));
        assertEquals("spin.toml:5:9: component[0].id: must be an integer, but is \"7\" (string)", refused(() -> table("id", "7").integer("id")));
        assertEquals("spin.toml:5:9: component[0].id: must be true or false, but is 1.5 (float)", refused(() -> table("id", 1.5).bool("id")));
        assertEquals("spin.toml:5:9: component[0].id: must be a table, but is [1 values] (array)", refused(() -> table("id", array("x")).table("id")));
        assertEquals("spin.toml:5:9: component[0].id: must be an array, but is {...} (table)",
                refused(() -> table("id", ConfigTable.empty("", PLACE)).list("id")));
        assertEquals("spin.toml:5:9: component[0].id[1]: must be a string, but is false (boolean)",
                refused(() -> table("id", array("x", false)).strings("id")));
    }

    @Test
    void missingFieldsAreToldAtTheTable() {
        assertEquals("spin.toml:4:1: component[0].id: required field is missing; it must be a string", refused(() -> table().requiredString("id")));
        assertEquals("spin.toml:4:1: component[0].t: required field is missing; it must be a table", refused(() -> table().requiredTable("t")));
    }

    @Test
    void unknownFieldsNameTheNearest() {
        assertEquals("spin.toml:5:9: component[0].sorce: unknown field; did you mean \"source\"? allowed here: id, source",
                refused(() -> table("id", "x", "sorce", "y").allowOnly(List.of("source", "id"))));
        assertEquals("spin.toml:5:9: component[0].zzz: unknown field; allowed here: id", refused(() -> table("zzz", 1L).allowOnly(List.of("id"))));
        table("id", "x").allowOnly(List.of("id", "source"));
    }

    @Test
    void controlCharactersAndLongValuesDoNotReachTheMessage() {
        String message = refused(() -> {
            throw table("id", "\u001b[2J" + "x".repeat(500)).badValue("id", "short");
        });
        assertTrue(message.length() < 200 && message.chars().noneMatch(Character::isISOControl), message);
    }

    @Test
    void sizesAndTimesHaveUnits() {
        ConfigTable t = table("a", "64 KiB", "b", 4096L, "c", "1.5MiB", "d", "500ms", "e", "1.5s", "f", "2h", "g", "10", "h", "3m");
        assertEquals(Optional.of(65536L), t.bytes("a"));
        assertEquals(Optional.of(4096L), t.bytes("b"));
        assertEquals(Optional.of(1572864L), t.bytes("c"));
        assertEquals(Optional.of(10L), t.bytes("g"));
        assertEquals(Optional.of(Duration.ofMillis(500)), t.duration("d"));
        assertEquals(Optional.of(Duration.ofMillis(1500)), t.duration("e"));
        assertEquals(Optional.of(Duration.ofHours(2)), t.duration("f"));
        assertEquals(Optional.of(Duration.ofMinutes(3)), t.duration("h"));
        assertEquals(Optional.empty(), t.bytes("none"));
        assertEquals(Optional.empty(), t.duration("none"));
    }

    @Test
    void otherSizesAndTimesAreRefused() {
        for (Object bad : List.of("", "x", "1 MB", "-1", "1e3", "0.3 B", "99999999999999 TiB", " 1", "1  KiB", -1L, true, 1.5)) {
            assertTrue(refused(() -> table("memory", bad).bytes("memory")).contains("must be a size such as 65536"), bad.toString());
        }
        for (Object bad : List.of("", "30", "30 sec", "-1s", "s", "999999999999999999h", 30L)) {
            assertTrue(refused(() -> table("deadline", bad).duration("deadline")).contains("must be a time such as \"500ms\""), bad.toString());
        }
    }

    @Test
    void aTableOverAnotherKeepsWhatItSays() {
        ConfigTable both = table("a", 1L).over(table("b", 2L)).over(table("a", 3L, "c", table("x", 1L, "y", 2L)));
        assertEquals(List.of("a", "c", "b"), List.copyOf(both.keys()));
        assertEquals(Optional.of(1L), both.integer("a"));
        ConfigTable inner = table("c", table("x", 9L)).over(both).requiredTable("c");
        assertEquals(List.of(9L, 2L), List.of(inner.integer("x").orElseThrow(), inner.integer("y").orElseThrow()));
    }

    @Test
    void positionsWithoutALineAreJustTheirSource() {
        assertEquals("--listen", Position.of("--listen").toString());
        assertEquals("spin.toml:5:9", PLACE.toString());
        ConfigException e = new ConfigException(PLACE, "", "is broken");
        assertEquals("spin.toml:5:9: is broken", e.getMessage());
        assertEquals(PLACE, e.position());
    }
}
