package dev.gyre.launcher.client;

/** The command cannot be sent or understood. The message is for the user; {@link #exitCode()} is the process's. */
final class ClientException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A wrong command line. */
    static final int USAGE = 2;
    /** The container went away while it ran the command. */
    static final int FAILED = 1;
    /** {@code EX_UNAVAILABLE} of sysexits.h: no container runs, or it is not clear which is meant. */
    static final int UNAVAILABLE = 69;
    /** As a shell says of a program that SIGPIPE ended: nobody reads what the command prints. */
    static final int UNREAD = 128 + 13;

    private final int exitCode;

    ClientException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
