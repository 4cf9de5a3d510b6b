package dev.gyre.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void whatCommandsATerminalIsShownAsText() {
        assertEquals("a\\u001B[2Jb\\u0007\nc\\u202Ed caf\u00e9 \ud83d\ude00 \\u009B", Printable.of("a\033[2Jb\007\nc\u202Ed caf\u00e9 \ud83d\ude00 \u009b"));
    }
}
