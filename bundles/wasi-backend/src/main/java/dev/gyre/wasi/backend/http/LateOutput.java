package dev.gyre.wasi.backend.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A stream whose destination becomes known later: who writes before that waits. Thread-safe as long as one thread writes. */
final class LateOutput extends OutputStream {
    private final CompletableFuture<OutputStream> destination = new CompletableFuture<>();

    void attach(OutputStream stream) {
        destination.complete(stream);
    }

    /** There will be no destination. */
    void abandon() {
        destination.completeExceptionally(new IOException("the message was never sent"));
    }

    @Override
    public void write(int b) throws IOException {
        stream().write(b);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        stream().write(source, offset, length);
    }

    @Override
    public void flush() throws IOException {
        stream().flush();
    }

    @Override
    public void close() throws IOException {
        stream().close();
    }

    private OutputStream stream() throws IOException {
        try {
            return destination.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the message was sent");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }
}
