package dev.gyre.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ErrorTextTest {
    @Test
    void whatCommandsATerminalIsShownAsText() {
        assertEquals("a\\u001B[2Jb\\u0007\nc\\u202Ed caf\u00e9 \ud83d\ude00 \\u009B", ErrorText.of("a\033[2Jb\007\nc\u202Ed caf\u00e9 \ud83d\ude00 \u009b"));
    }
}
