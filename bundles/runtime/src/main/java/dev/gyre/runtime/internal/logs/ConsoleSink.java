package dev.gyre.runtime.internal.logs;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Shows a component's output on the console, each line with the component's id before it. Control characters are shown as
 * {@code \x1b} and the like: a guest can neither move the cursor nor forge another component's lines. Thread-safe.
 */
final class ConsoleSink implements LogSink {
    private final PrintStream out;
    private final String prefix;

    ConsoleSink(PrintStream out, String componentId) {
        this.out = out;
        this.prefix = "[" + Inert.of(componentId) + "] ";
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        StringBuilder block = new StringBuilder(length + 64);
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        text.lines().forEach(line -> block.append(prefix).append(Inert.of(line)).append('\n'));
        byte[] shown = block.toString().getBytes(StandardCharsets.UTF_8);
        out.write(shown, 0, shown.length);
        out.flush();
    }
}
