package dev.gyre.shell.internal;

import java.io.OutputStream;

/** Runs commands of one session, one after another. For one thread at a time. */
interface Interpreter extends AutoCloseable {
    /** @return the command's exit status */
    int run(String command);

    /** Ends what the session left running. */
    @Override
    void close();

    /** Makes interpreters. Thread-safe; the first may block until Gogo runs. */
    interface Factory {
        /** @throws dev.gyre.api.GyreException when there is nothing that runs commands */
        Interpreter open(OutputStream out, OutputStream err);
    }
}
