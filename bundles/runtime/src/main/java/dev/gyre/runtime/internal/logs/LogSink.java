package dev.gyre.runtime.internal.logs;

/** Where blocks of a component's output go. Thread-safe; may block on a disk or terminal; never throws for a failing one. */
interface LogSink {
    /** Writes a block in one piece. The array may be used again once this returns. */
    void write(byte[] bytes, int offset, int length);
}
