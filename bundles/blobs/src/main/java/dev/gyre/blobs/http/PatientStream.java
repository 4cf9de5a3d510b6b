package dev.gyre.blobs.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A body whose reader is not kept waiting for ever: it fails when nothing has come for some time. For one thread. */
final class PatientStream extends FilterInputStream {
    private final Duration patience;
    private final ScheduledFuture<?> watch;
    private volatile long last = System.nanoTime();
    private volatile boolean waiting;
    private volatile boolean gaveUp;

    PatientStream(InputStream in, Duration patience, ScheduledExecutorService timer) {
        super(in);
        this.patience = patience;
        long period = Math.max(1, patience.toMillis() / 4);
        this.watch = timer.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
    }

    private void look() {
        if (waiting && System.nanoTime() - last > patience.toNanos()) {
            gaveUp = true;
            watch.cancel(false);
            try {
                in.close();
            } catch (IOException e) {
                // the reader is told anyway
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int n = read(one, 0, 1);
        return n < 0 ? n : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        last = System.nanoTime();
        waiting = true;
        try {
            return in.read(into, offset, length);
        } catch (IOException e) {
            throw gaveUp ? new IOException("nothing came for " + patience.toSeconds() + " s", e) : e;
        } finally {
            waiting = false;
        }
    }

    @Override
    public void close() throws IOException {
        watch.cancel(false);
        in.close();
    }
}
