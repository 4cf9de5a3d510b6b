package dev.gyre.launcher;

/** The process cannot go on. The message is for the user and says what to do; {@link #exitCode()} is the process's. */
final class LauncherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What commands give when they cannot do what they were asked for. */
    static final int FAILED = 1;
    /** {@code EX_USAGE}-like: what the shell's own tools return for a wrong command line. */
    static final int USAGE = 2;
    /** {@code EX_SOFTWARE} of sysexits.h: the container itself failed. */
    static final int SOFTWARE = 70;
    /** {@code EX_CANTCREAT} of sysexits.h: a folder or file cannot be made. */
    static final int CANNOT_CREATE = 73;
    /** {@code EX_CONFIG} of sysexits.h: the installation or its configuration is wrong. */
    static final int CONFIGURATION = 78;

    private final int exitCode;

    LauncherException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    LauncherException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
