package dev.gyre.trigger.http.internal.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;

import dev.gyre.api.http.HttpResponse;
import dev.gyre.trigger.http.internal.config.HttpLimits;

/** What a guest answers, on its way to the client. For the request's thread. */
final class GuestResponse implements HttpResponse {
    private final Response response;
    private final boolean head;
    private final HttpLimits limits;
    private Optional<ResponseBody> body = Optional.empty();

    GuestResponse(Response response, boolean head, HttpLimits limits) {
        this.response = response;
        this.head = head;
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
            if (field.getHeader() == HttpHeader.DATE || field.getHeader() == HttpHeader.SERVER) {
                fields.put(field);
            } else {
                fields.add(field);
            }
        }
        answer.length().ifPresent(length -> fields.put(HttpHeader.CONTENT_LENGTH, length));
        ResponseBody stream = new ResponseBody(response, answer, head, limits);
        body = Optional.of(stream);
        return stream;
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

    /** Bytes of the body that went towards the client. */
    long sent() {
        return body.map(ResponseBody::sent).orElse(0L);
    }
}
