package dev.gyre.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class TransferDisplayTest {
    private final StringBuilder out = new StringBuilder();

    private long now;

    private void run(boolean terminal, long millis) {
        try (TransferDisplay display = new TransferDisplay("Pulling shop/1.0.0\u001b[2J", 2 << 20, terminal, out::append, () -> now)) {
            display.moved(1 << 19);
            now += TimeUnit.MILLISECONDS.toNanos(millis);
            display.moved(1 << 19);
        }
    }

    @Test
    void aTerminalGetsABar() {
        run(true, 310);
        assertTrue(out.toString().startsWith("\rPulling shop/1.0.0\\u001B[2J [===============               ] 1.0 of 2.0 MiB \r"), out.toString());
        assertTrue(out.toString().matches("(?s).*\rPulling shop/1.0.0\\\\u001B\\[2J: 1.0 MiB in 0.3 s\n"), out.toString());
    }

    @Test
    void whatIsQuickIsNotShown() {
        run(false, 310);
        assertEquals("", out.toString());
    }

    @Test
    void othersGetLines() {
        run(false, 3010);
        assertTrue(out.toString().startsWith("Pulling shop/1.0.0\\u001B[2J: 1.0 of 2.0 MiB\n"), out.toString());
    }
}
