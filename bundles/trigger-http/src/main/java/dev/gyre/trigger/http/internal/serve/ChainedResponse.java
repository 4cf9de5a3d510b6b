package dev.gyre.trigger.http.internal.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.eclipse.jetty.http.HttpField;

import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpResponse;
import dev.gyre.http.listener.HttpLimits;

/** What a component answers to another one: held to the same rules as an answer to a client. For the request's thread. */
final class ChainedResponse implements HttpResponse {
    private final HttpResponse receiver;
    private final boolean head;
    private final HttpLimits limits;
    private Optional<Body> body = Optional.empty();

    ChainedResponse(HttpResponse receiver, boolean head, HttpLimits limits) {
        this.receiver = receiver;
        this.head = head;
        this.limits = limits;
    }

    @Override
    public OutputStream begin(int status, HttpFields headers) throws IOException {
        if (begun()) {
            throw new IllegalStateException("the response has begun already");
        }
        ResponseHead checked = ResponseHead.check(status, headers);
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (HttpField field : checked.fields()) {
            fields.add(Map.entry(field.getName().toLowerCase(Locale.ROOT), RequestHeaders.text(field.getValue())));
        }
        checked.length().ifPresent(length -> fields.add(Map.entry("content-length", String.valueOf(length))));
        Body stream = new Body(receiver.begin(checked.status(), HttpFields.of(fields)), checked.length().orElse(-1), !head && checked.allowsBody());
        body = Optional.of(stream);
        return stream;
    }

    @Override
    public void trailers(HttpFields trailers) {
        receiver.trailers(trailers.without(n -> HopByHop.is(n.toLowerCase(Locale.ROOT))));
    }

    @Override
    public boolean begun() {
        return body.isPresent();
    }

    /** Ends a response its executor left open. */
    void end() throws IOException {
        if (body.isPresent()) {
            body.get().close();
        }
    }

    private final class Body extends OutputStream {
        private final OutputStream out;
        private final BodyCount count;
        private final boolean wanted;
        private boolean ended;

        /** @param length as announced; -1 when it was not */
        Body(OutputStream out, long length, boolean wanted) {
            this.out = out;
            this.wanted = wanted;
            count = new BodyCount(wanted ? length : -1, limits.maxResponse());
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
            if (wanted) {
                out.write(source, offset, bytes);
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                return;
            }
            count.checkWhole();
            ended = true;
            count.checkComplete();
            out.close();
        }
    }
}
