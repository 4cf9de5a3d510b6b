package dev.gyre.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void whatCommandsATerminalIsShownAsText() {
        assertEquals("a\\u001B[2Jb\\u0007\nc\\u202Ed caf\u00e9 \ud83d\ude00 \\u009B", Printable.of("a\033[2Jb\007\nc\u202Ed caf\u00e9 \ud83d\ude00 \u009b"));
    }

    @Test
    void whatStrangersSayIsOneLineAndNotEndless() {
        assertEquals("a\\u000AERROR forged caf\u00e9", Printable.line("a\nERROR forged caf\u00e9"));
        assertEquals("a\\u0022\\u005Cb\\u000A\\u00E9", Printable.quoted("a\"\\b\n\u00e9"));
        assertEquals("x".repeat(1000) + "...", Printable.line("x".repeat(1001)));
        assertEquals("x".repeat(1000), Printable.quoted("x".repeat(1000)));
    }
}
