package dev.gyre.trigger.http.internal.serve;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

import org.eclipse.jetty.http.HttpException;

import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.http.HttpFailure;
import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.http.listener.HttpLimits;
import dev.gyre.trigger.http.internal.executor.Unread;

/**
 * The body of a request, bounded in size and time, and together with all others in memory: most executors keep it whole. For
 * the request's thread; blocks.
 */
final class RequestBody extends InputStream implements Unread {
    private static final int PROBE = 256;

    private final InputStream in;
    private final HttpLimits limits;
    private final HeapBudget budget;
    private final Pace pace;
    private long count;
    private boolean held;
    /** Of the budget. */
    private long taken;

    RequestBody(InputStream in, HttpLimits limits, HeapBudget budget) {
        this.in = in;
        this.limits = limits;
        this.budget = budget;
        this.pace = new Pace(limits.minRate());
    }

    static HttpFailure tooLarge(long limit) {
        return new HttpFailure(413, "", "request body is larger than max-body, " + limit + " bytes");
    }

    @Override
    public boolean unread() {
        return count == 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        long start = System.nanoTime();
        int n;
        try {
            n = in.read(target, offset, length);
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
        if (n < 0) {
            return n;
        }
        if (held) {
            hold(n);
        }
        count += n;
        if (count > limits.maxBody()) {
            throw tooLarge(limits.maxBody());
        }
        if (!pace.moved(n, System.nanoTime() - start)) {
            throw new HttpFailure(408, "", "client sends its body slower than min-rate, " + limits.minRate() + " bytes a second");
        }
        if (pace.waitedNanos() > limits.bodyTimeout().toNanos()) {
            throw new HttpFailure(408, "", "client needs longer than body-timeout, " + limits.bodyTimeout() + ", for its body");
        }
        return n;
    }

    /** Who asks for all of it keeps all of it; what is read piece by piece passes through and is not counted. */
    @Override
    public byte[] readNBytes(int length) throws IOException {
        held = true;
        // Most requests have no body, and InputStream would make room for 16 KiB to find that out.
        byte[] head = new byte[Math.min(length, PROBE)];
        int n = head.length == 0 ? -1 : read(head, 0, head.length);
        if (n < 0) {
            return new byte[0];
        }
        byte[] rest = super.readNBytes(length - n);
        byte[] all = Arrays.copyOf(head, n + rest.length);
        System.arraycopy(rest, 0, all, n, rest.length);
        return all;
    }

    private void hold(int bytes) {
        if (!budget.take(bytes)) {
            throw new UnavailableException("the bodies of all running requests together are larger than " + budget.limit() + " bytes");
        }
        taken += bytes;
    }

    private static IOException failure(Exception e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof HttpException refused) {
                throw new HttpFailure(refused.getCode(), "", "request body: " + refused.getReason(), e);
            }
            if (t instanceof TimeoutException) {
                throw new HttpFailure(408, "", "client stopped sending its body", e);
            }
        }
        return new ClientGone(e);
    }

    /** For the end of the request: nobody holds its body any more. */
    void forget() {
        budget.giveBack(taken);
        taken = 0;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }
}
