package dev.gyre.cli.args;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final List<Option> OPTIONS = List.of(new Option("app", 'a', "APP", "", ""), new Option("json", ' ', "", "", ""));

    private static Arguments parse(int maxWords, String... words) {
        return Arguments.parse(OPTIONS, List.of(words), Map.of(), maxWords);
    }

    @Test
    void wordsStandBetweenOptionsAndAfterTwoDashes() {
        Arguments arguments = parse(2, "one", "--app", "x", "two");
        assertEquals(List.of("one", "two"), arguments.words());
        assertEquals(Optional.of("x"), arguments.one("app"));
        assertEquals(List.of("--json"), parse(1, "--", "--json").words());
    }

    @Test
    void wordsTooManyAreRefused() {
        assertEquals("unexpected argument 'two'", assertThrows(UsageException.class, () -> parse(1, "one", "two")).getMessage());
        assertEquals("unexpected argument 'two'", assertThrows(UsageException.class, () -> parse(1, "--", "one", "two")).getMessage());
    }
}
