package dev.gyre.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The words both sides use. Stateless. */
public final class Protocol {
    /** Begins the first line the server sends; the process id follows. */
    public static final String GREETING = "gyre-control 1 ";
    /** Bytes of a line at most. */
    public static final int MAX_LINE = 64 << 10;
    /** Bytes of output in one piece at most. */
    public static final int MAX_CHUNK = 1 << 20;

    public static final String OUT = "out ";
    public static final String ERR = "err ";
    public static final String EXIT = "exit ";

    /** Exit status of a command that failed. */
    public static final int FAILED = 1;
    /** Exit status of a command that was called wrongly. */
    public static final int USAGE = 2;
    /** Exit status when there is no such command, as shells have it. */
    public static final int NOT_FOUND = 127;
    /** Exit status of a command that was interrupted. */
    public static final int INTERRUPTED = 130;

    private Protocol() {
    }

    /**
     * Reads a line without its end. Blocks.
     *
     * @return nothing at the end of the stream; a last line without an end is none
     * @throws IOException when the line is longer than {@link #MAX_LINE}
     */
    public static Optional<String> readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                String text = line.toString(StandardCharsets.UTF_8);
                return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            }
            if (line.size() == MAX_LINE) {
                throw new LineTooLongException();
            }
            line.write(b);
        }
        return Optional.empty();
    }

    /** A line of more than {@link #MAX_LINE} bytes. */
    public static final class LineTooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        LineTooLongException() {
            super("a line is longer than " + MAX_LINE + " bytes");
        }
    }
}
