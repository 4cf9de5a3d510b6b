package dev.gyre.trigger.http.internal.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

import dev.gyre.http.listener.HttpLimits;

/**
 * The body of a response. Small writes are collected; what is collected, and the head with it, goes out when there is more
 * than a buffer of it, on {@link #flush}, or on {@link #close}, which ends the response. For the request's thread; blocks on
 * slow clients.
 */
final class ResponseBody extends OutputStream {
    private static final int BUFFER = 16 << 10;
    private static final byte[] NONE = new byte[0];

    private final Response response;
    private final BodyCount count;
    private final Pace pace;
    private final long minRate;
    /** Announced by the guest; -1 when it was not. */
    private final long length;
    private final boolean head;
    /** Whether the guest's body goes nowhere. */
    private final boolean discards;
    /** Jetty would end such a body by closing where the client asked for that, and a cut one would look like a whole one. */
    private final boolean chunks;
    private byte[] buffer = NONE;
    private int filled;
    private boolean ended;
    private boolean clientGone;

    /** @param head whether the request was HEAD: the guest's body only counts */
    ResponseBody(Response response, ResponseHead answer, boolean head, HttpLimits limits) {
        this.response = response;
        this.minRate = limits.minRate();
        this.pace = new Pace(minRate);
        this.length = answer.length().orElse(-1);
        this.head = head;
        this.discards = head || !answer.allowsBody();
        this.count = new BodyCount(discards ? -1 : length, limits.maxResponse());
        this.chunks = !discards && length < 0 && response.getRequest().getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1;
    }

    /** Bytes that went towards the client. */
    long sent() {
        return discards ? 0 : count.written();
    }

    /** Whether a write failed because nobody takes it any more. */
    boolean clientGone() {
        return clientGone;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int bytes) throws IOException {
        if (ended) {
            throw new BrokenAnswer("the response has ended");
        }
        count.add(bytes);
        if (discards || bytes == 0) {
            return;
        }
        if (bytes > BUFFER - filled) {
            send(ByteBuffer.wrap(buffer, 0, filled), false);
            filled = 0;
        }
        if (bytes >= BUFFER) {
            send(ByteBuffer.wrap(source, offset, bytes), count.written() == length);
        } else {
            reserve();
            System.arraycopy(source, offset, buffer, filled, bytes);
            filled += bytes;
        }
    }

    private void reserve() {
        if (buffer.length == 0) {
            buffer = new byte[length >= 0 && length < BUFFER ? (int) length : BUFFER];
        }
    }

    @Override
    public void flush() throws IOException {
        if (!ended) {
            send(ByteBuffer.wrap(buffer, 0, filled), false);
            filled = 0;
        }
    }

    @Override
    public void close() throws IOException {
        if (ended) {
            return;
        }
        count.checkWhole();
        count.checkComplete();
        if (head && length < 0 && !response.isCommitted()) {
            describeHead();
        }
        send(ByteBuffer.wrap(buffer, 0, filled), true);
    }

    /** What GET would have been answered is only known when the guest wrote it. */
    private void describeHead() throws IOException {
        if (count.written() > 0) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, count.written());
        } else {
            // Jetty takes the end of the response for its length, 0; sending the head first keeps it from saying so.
            send(ByteBuffer.wrap(NONE), false);
        }
    }

    private void send(ByteBuffer bytes, boolean last) throws IOException {
        if (!last && !bytes.hasRemaining() && response.isCommitted()) {
            return;
        }
        if (!last && chunks && !response.isCommitted()) {
            response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
        }
        ended |= last;
        int moved = bytes.remaining();
        long start = System.nanoTime();
        try {
            Content.Sink.write(response, last, bytes);
        } catch (IOException e) {
            clientGone = true;
            throw new ClientGone(e);
        }
        if (!pace.moved(moved, System.nanoTime() - start)) {
            clientGone = true;
            throw new ClientGone("client takes its response slower than min-rate, " + minRate + " bytes a second");
        }
    }
}
