package dev.gyre.trigger.http.internal.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;

import dev.gyre.api.http.HttpResponse;
import dev.gyre.http.listener.HttpLimits;

/** What a guest answers, on its way to the client. For the request's thread. */
final class GuestResponse implements HttpResponse {
    /** Of these a message has one at most, so the last one counts. */
    private static final Set<HttpHeader> SINGLE =
            Collections.unmodifiableSet(EnumSet.of(HttpHeader.DATE, HttpHeader.SERVER, HttpHeader.CONTENT_TYPE, HttpHeader.LOCATION));

    private final Response response;
    private final boolean head;
    private final boolean trailersWanted;
    private final HttpLimits limits;
    private volatile HttpFields trailers = HttpFields.EMPTY;
    private Optional<ResponseBody> body = Optional.empty();

    /** @param trailersWanted whether the client takes fields behind the body */
    GuestResponse(Response response, boolean head, boolean trailersWanted, HttpLimits limits) {
        this.response = response;
        this.head = head;
        this.trailersWanted = trailersWanted;
        this.limits = limits;
    }

    @Override
    public OutputStream begin(int status, dev.gyre.api.http.HttpFields headers) throws IOException {
        if (begun()) {
            throw new IllegalStateException("the response has begun already");
        }
        ResponseHead answer = ResponseHead.check(status, headers);
        response.setStatus(answer.status());
        HttpFields.Mutable fields = response.getHeaders();
        for (HttpField field : answer.fields()) {
            if (SINGLE.contains(field.getHeader())) {
                fields.put(field);
            } else {
                fields.add(field);
            }
        }
        answer.length().ifPresent(length -> fields.put(HttpHeader.CONTENT_LENGTH, length));
        if (trailersWanted && answer.length().isEmpty() && answer.allowsBody() && !head) {
            response.setTrailersSupplier(() -> trailers);
        }
        ResponseBody stream = new ResponseBody(response, answer, head, limits);
        body = Optional.of(stream);
        return stream;
    }

    @Override
    public void trailers(dev.gyre.api.http.HttpFields fields) {
        trailers = Trailers.sent(fields);
    }

    @Override
    public void send(int status, dev.gyre.api.http.HttpFields headers, byte[] content) throws IOException {
        if (head && content.length == 0) {
            // The guest left out the body, and may say how long it would be.
            begin(status, headers).close();
        } else {
            HttpResponse.super.send(status, headers, content);
        }
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

    /** Whether the answer failed because nobody takes it any more. */
    boolean clientGone() {
        return body.map(ResponseBody::clientGone).orElse(false);
    }

    /** Bytes of the body that went towards the client. */
    long sent() {
        return body.map(ResponseBody::sent).orElse(0L);
    }
}
