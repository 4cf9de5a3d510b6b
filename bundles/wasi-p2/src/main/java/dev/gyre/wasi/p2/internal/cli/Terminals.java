package dev.gyre.wasi.p2.internal.cli;

import java.util.Optional;

/** The terminals of {@code wasi:cli}: there are none, so that guests do not write escape sequences. */
public final class Terminals {
    /** The resources {@code terminal-input} and {@code terminal-output}. */
    public static final class Terminal {
        private Terminal() {
        }
    }

    public Optional<Terminal> getTerminalStdin() {
        return Optional.empty();
    }

    public Optional<Terminal> getTerminalStdout() {
        return Optional.empty();
    }

    public Optional<Terminal> getTerminalStderr() {
        return Optional.empty();
    }
}
