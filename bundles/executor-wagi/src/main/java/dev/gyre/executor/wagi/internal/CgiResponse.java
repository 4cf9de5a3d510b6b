package dev.gyre.executor.wagi.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

import dev.gyre.api.http.HttpFailure;
import dev.gyre.api.http.HttpResponse;

/**
 * A script's stdout on its way to the client: first the head, then the body.
 *
 * <p>Nothing is sent before the script ended or wrote {@link #HELD} bytes of body, so that a script that fails early is a
 * clean 500; what it writes beyond that streams. For the event's thread.
 */
final class CgiResponse extends OutputStream {
    static final int MAX_HEAD = 64 << 10;
    static final int HELD = 64 << 10;

    private final HttpResponse response;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream(256);
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(1024);
    private boolean inHead = true;
    private int last = '\n'; // an empty first line ends an empty head
    private OutputStream body;

    CgiResponse(HttpResponse response) {
        this.response = response;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        while (inHead && from < end) {
            headByte(bytes[from++]);
        }
        if (from == end) {
            return;
        }
        if (body == null && held.size() + end - from <= HELD) {
            held.write(bytes, from, end - from);
        } else {
            stream().write(bytes, from, end - from);
        }
    }

    private void headByte(byte b) {
        if (b == '\r') {
            return;
        }
        if (b == '\n' && last == '\n') {
            inHead = false;
        } else if (head.size() == MAX_HEAD) {
            throw new HttpFailure(500, "", "the script wrote more than " + MAX_HEAD + " bytes of header");
        } else {
            head.write(b);
        }
        last = b;
    }

    private OutputStream stream() throws IOException {
        if (body == null) {
            CgiHead parsed = CgiHead.parse(head.toByteArray());
            body = response.begin(parsed.status(), parsed.headers());
            held.writeTo(body);
        }
        return body;
    }

    /** Sends what is left; call it when the script has ended well. */
    void finish() throws IOException {
        if (inHead) {
            throw CgiHead.insufficient();
        }
        if (body == null) {
            CgiHead parsed = CgiHead.parse(head.toByteArray());
            response.send(parsed.status(), parsed.headers(), held.toByteArray());
        } else {
            body.close();
        }
    }
}
