package dev.gyre.wasi.p2.internal.io;

/** {@code stream-error}. */
public sealed interface StreamError {
    /** The operation before failed, or this one. */
    record LastOperationFailed(IoError error) implements StreamError { }

    /** The stream has ended. */
    record Closed() implements StreamError { }
}
