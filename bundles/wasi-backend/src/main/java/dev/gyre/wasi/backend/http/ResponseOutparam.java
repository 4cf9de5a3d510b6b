package dev.gyre.wasi.backend.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.WitResult;
import dev.gyre.api.http.HttpFailure;
import dev.gyre.api.http.HttpResponse;

/**
 * The resource {@code response-outparam}: where a guest's answer goes. The head leaves when it is set, the body as it is written, and the
 * guest may go on after its end. For the event's thread.
 */
public final class ResponseOutparam {
    private final HttpResponse response;
    private boolean set;
    private Optional<ErrorCode> error = Optional.empty();
    private Optional<OutgoingBody> body = Optional.empty();
    private Optional<IOException> failure = Optional.empty();

    public ResponseOutparam(HttpResponse response) {
        this.response = response;
    }

    /** Sends the head. */
    public static void set(ResponseOutparam param, WitResult<OutgoingResponse, ErrorCode> answer) {
        param.set(answer);
    }

    private void set(WitResult<OutgoingResponse, ErrorCode> answer) {
        if (set) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "the response was set before");
        }
        set = true;
        switch (answer) {
            case WitResult.Err<OutgoingResponse, ErrorCode> e -> error = e.value();
            case WitResult.Ok<OutgoingResponse, ErrorCode> ok -> {
                try {
                    send(ok.value().orElseThrow());
                } catch (IOException e) {
                    // The guest learns it when it writes, the trigger at the end.
                    failure = Optional.of(e);
                    body.ifPresent(OutgoingBody::abandon);
                }
            }
        }
    }

    private void send(OutgoingResponse answer) throws IOException {
        body = answer.taken();
        OutputStream stream = response.begin(answer.statusCode(), answer.headers().toHttp());
        if (body.isEmpty()) {
            stream.close();
            return;
        }
        if (!body.get().complete()) {
            stream.flush();
        }
        body.get().attach(stream, response::trailers, () -> { });
    }

    /** Whether the whole answer is on its way. */
    public boolean complete() {
        return set && error.isEmpty() && failure.isEmpty() && body.map(OutgoingBody::complete).orElse(true);
    }

    /** The guest writes no more: threads that wait to write for it end. */
    public void abandon() {
        body.ifPresent(OutgoingBody::abandon);
    }

    /**
     * The guest is done.
     *
     * @throws HttpFailure when it gave no answer
     * @throws IOException when the answer was not sent whole
     */
    public void end() throws IOException {
        if (!set) {
            throw new HttpFailure(500, "", "the guest returned without having set a response");
        }
        if (error.isPresent()) {
            throw new HttpFailure(500, "", "the guest answered with the error " + error.get());
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (!complete()) {
            throw new HttpFailure(500, "", "the guest dropped its response's body before it was finished");
        }
    }
}
