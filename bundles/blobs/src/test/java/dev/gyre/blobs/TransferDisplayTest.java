package dev.gyre.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TransferDisplayTest {
    private final StringBuilder out = new StringBuilder();

    private void run(boolean terminal, long millis) throws InterruptedException {
        try (TransferDisplay display = new TransferDisplay("Pulling shop/1.0.0\u001b[2J", 2 << 20, terminal, out::append)) {
            display.moved(1 << 19);
            Thread.sleep(millis);
            display.moved(1 << 19);
        }
    }

    @Test
    void aTerminalGetsABar() throws InterruptedException {
        run(true, 310);
        assertTrue(out.toString().startsWith("\rPulling shop/1.0.0\\u001B[2J [===============               ] 1.0 of 2.0 MiB \r"), out.toString());
        assertTrue(out.toString().matches("(?s).*\rPulling shop/1.0.0\\\\u001B\\[2J: 1.0 MiB in [0-9.]+ s\n"), out.toString());
    }

    @Test
    void whatIsQuickIsNotShown() throws InterruptedException {
        run(false, 310);
        assertEquals("", out.toString());
    }

    @Test
    void othersGetLines() throws InterruptedException {
        run(false, 3010);
        assertTrue(out.toString().startsWith("Pulling shop/1.0.0\\u001B[2J: 1.0 of 2.0 MiB\n"), out.toString());
    }
}
