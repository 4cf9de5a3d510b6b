package dev.gyre.manifest.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;

class TomlTest {
    private static final Duration FAST = Duration.ofSeconds(60);

    private static ConfigTable parse(String text) {
        return assertTimeoutPreemptively(FAST, () -> Toml.parse(text, "t"));
    }

    private static void refused(String expected, String text) {
        ConfigException e = assertThrows(ConfigException.class, () -> parse(text));
        assertEquals(expected, e.getMessage());
    }

    @Test
    void everyTypeOfValueIsKept() {
        ConfigTable t = parse("s = 'x'\ni = 1\nf = 1.5\nb = true\nd = 1979-05-27\na = [[1, 2], 'x']\nt.u = 1\n");
        assertEquals("x", t.requiredString("s"));
        assertEquals(1L, t.integer("i").orElseThrow());
        assertEquals(1.5, t.value("f").orElseThrow().value());
        assertEquals(true, t.bool("b").orElseThrow());
        assertEquals("1979-05-27", t.requiredString("d"));
        assertEquals(2, t.list("a").size());
        assertEquals(1L, t.requiredTable("t").integer("u").orElseThrow());
        assertEquals(List.of("s", "i", "f", "b", "d", "a", "t"), List.copyOf(t.keys()));
    }

    @Test
    void positionsAreThoseOfTheOriginalText() {
        String text = "\uFEFF# c\r\n\r\n \t\r\na = '''\n# not a comment\n\n'''\n\n# c\n  [[x]]\n\n  y = 1 # [[[\n\n[[x]]\ny = '#'\n";
        ConfigTable t = parse(text);
        assertEquals("# not a comment\n\n", t.requiredString("a"));
        assertEquals(new Position("t", 4, 1), t.value("a").orElseThrow().position());
        List<ConfigTable> x = t.tables("x");
        assertEquals(new Position("t", 10, 3), x.get(0).position());
        assertEquals(new Position("t", 12, 3), x.get(0).value("y").orElseThrow().position());
        assertEquals(new Position("t", 14, 1), x.get(1).position());
    }

    @Test
    void quotesAndEscapesInsideStringsDoNotConfuseTheScan() {
        ConfigTable t = parse("a = \"\\\"[[\"\nb = \"\"\"\\\"\"\"[{\"\"\"\"\"\nc = ''\nd = '''x'''''\n\n# '\n\ne = 1\n");
        assertEquals("\"[[", t.requiredString("a"));
        assertEquals("\"\"\"[{\"\"", t.requiredString("b"));
        assertEquals("", t.requiredString("c"));
        assertEquals("x''", t.requiredString("d"));
        assertEquals(new Position("t", 8, 1), t.value("e").orElseThrow().position());
    }

    @Test
    void manyBlankAndCommentLinesCostNothing() {
        String none = "\n# x\n".repeat(40_000);
        ConfigTable t = parse(none + "a = [" + none + "1," + none + "]\n" + none);
        assertEquals(new Position("t", 80_001, 1), t.value("a").orElseThrow().position());
        assertEquals(1, t.list("a").size());
    }

    @Test
    void bombsAreRefusedQuickly() {
        refused("t: the text has 1048577 characters; at most 1048576 are allowed", "#".repeat((1 << 20) + 1));
        refused("t:1:40003: too many keys and values; at most 20000 are allowed", "a = [" + "1,".repeat(500_000) + "]");
        refused("t:1:20004: too many keys and values; at most 20000 are allowed", "a = " + "[".repeat(1_000_000));
        refused("t:1:134: this is not TOML: nesting is too deep (more than 128 levels of tables and arrays)", "a = " + "[".repeat(19_000));
        refused("t:1:650: this is not TOML: nesting is too deep (more than 128 levels of tables and arrays)", "a =" + " { a=".repeat(9_000));
        refused("t:1:38005: this is not TOML: nesting is too deep (more than 128 levels of tables and arrays)", "a" + ".a".repeat(19_000) + " = 1");
        refused("t:10001:1: too many keys and values; at most 20000 are allowed", "[[c]]\n".repeat(100_000));
        refused("t:20001:2: too many keys and values; at most 20000 are allowed", "a=1\n".repeat(100_000));
    }

    @Test
    void listingsMayBeLonger() {
        String parcel = "[[parcel]]\n[parcel.label]\nsha256 = 'a'\nmediaType = 'text/plain'\nname = 'a/b'\nsize = 1\n[parcel.conditions]\nmemberOf = ['files']\n";
        assertEquals(2_000, Toml.parse(parcel.repeat(2_000), "t", TomlText.Limits.LISTING).tables("parcel").size());
        ConfigException e = assertThrows(ConfigException.class, () -> Toml.parse("a=1\n".repeat(200_000), "t", TomlText.Limits.LISTING));
        assertEquals("t:100001:2: too many keys and values; at most 100000 are allowed", e.getMessage());
    }

    @Test
    void theFirstOfManyErrorsIsReported() {
        refused("t:1:3: this is not TOML: unexpected '?', expected a value", "a=?\n".repeat(19_000));
    }

    @Test
    void longTextsAreNoBombs() {
        assertEquals(1_000_000, parse("a = '" + "x".repeat(1_000_000) + "'").requiredString("a").length());
        assertEquals(300_000, parse("a = '''" + "x\n".repeat(150_000) + "'''").requiredString("a").length());
        assertEquals(9_000, parse("a = [" + "1,\n\n".repeat(9_000) + "]").list("a").size());
    }
}
