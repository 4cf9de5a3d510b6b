package dev.gyre.templates.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.GyreException;

class TextTest {
    @ParameterizedTest
    @CsvSource({"{{ name }}, MyShop_front", "{{name}}!, MyShop_front!", "{{ name | kebab_case }}, my-shop-front", "{{name|snake_case}}, my_shop_front",
        "{{ name | pascal_case }}, MyShopFront", "${X:-y} {name} {{}}, ${X:-y} {name} {{}}"})
    void valuesAreFilledIn(String text, String filled) {
        assertEquals(filled, Text.fill(text, Map.of("name", "MyShop_front")));
    }

    @Test
    void whatIsUnknownIsToldByName() {
        assertTrue(assertThrows(GyreException.class, () -> Text.fill("{{ other }}", Map.of())).getMessage().contains("\"other\""));
        assertTrue(assertThrows(GyreException.class, () -> Text.fill("{{ a | shout }}", Map.of("a", "b"))).getMessage().contains("\"shout\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9lives", "a b", "a--b", "a-1", "-a", "a/b", "..", "\u00e4"})
    void someNamesAreNone(String name) {
        assertThrows(GyreException.class, () -> Maker.checkedName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no path", "path", "/a\"", "/a\\", "/a\n/b"})
    void valuesMustFitTheirPatternAndBreakNoFile(String value) {
        Parameter path = new Parameter("http-path", "HTTP path", Optional.of("/..."), Optional.of(Pattern.compile("/\\S*")));
        assertTrue(assertThrows(GyreException.class, () -> path.checked(value)).getMessage().contains("\"http-path\""));
        assertEquals("/x/:id/...", path.checked("/x/:id/..."));
    }
}
