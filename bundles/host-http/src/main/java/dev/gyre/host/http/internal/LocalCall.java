package dev.gyre.host.http.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpResponse;
import dev.gyre.wasi.backend.http.FutureIncomingResponse;
import dev.gyre.wasi.backend.http.HttpError;
import dev.gyre.wasi.backend.http.IncomingResponse;
import dev.gyre.wasi.backend.http.OutgoingBody;

/** One request of a component to another one of its application, with bodies that stream both ways. Thread-safe. */
final class LocalCall implements Call {
    private final HostContext event;
    private final OutboundRules rules;
    private final HttpClients clients;
    private final OutboundRequest outbound;
    private final long firstByte;
    private final Call.Failures failures;
    private final CompletableFuture<IncomingResponse> head = new CompletableFuture<>();
    private final Pipe request = new Pipe();
    private final Pipe response = new Pipe();
    private final Thread thread = Thread.ofVirtual().name("gyre-local").unstarted(this::run);
    private volatile Optional<OutgoingBody> body = Optional.empty();
    /** Trailers of both bodies. */
    private volatile HttpFields sent = HttpFields.EMPTY;
    private volatile HttpFields received = HttpFields.EMPTY;
    private volatile boolean aborted;

    /** @param firstByte nanoseconds within which an answer must begin */
    LocalCall(HostContext event, OutboundRules rules, HttpClients clients, OutboundRequest outbound, long firstByte, Call.Failures failures) {
        this.event = event;
        this.rules = rules;
        this.clients = clients;
        this.outbound = outbound;
        this.firstByte = firstByte;
        this.failures = failures;
    }

    @Override
    public FutureIncomingResponse start(Optional<OutgoingBody> taken) {
        body = taken;
        CompletableFuture<IncomingResponse> told = new CompletableFuture<>();
        head.orTimeout(firstByte, TimeUnit.NANOSECONDS).whenComplete((answer, failure) -> {
            if (failure == null) {
                told.complete(answer);
            } else {
                told.completeExceptionally(new HttpError(ErrorCodes.of(failure)));
                abort();
            }
        });
        // A finished body goes out in one go, which waits for whoever reads it; one that is still written to is the guest's thread's.
        if (taken.map(OutgoingBody::complete).orElse(false)) {
            Thread.ofVirtual().name("gyre-outgoing-body").start(() -> attach(taken.get()));
        } else {
            taken.ifPresentOrElse(this::attach, () -> close(request.out()));
        }
        thread.start();
        return new FutureIncomingResponse(told, this::abort);
    }

    private void attach(OutgoingBody taken) {
        try {
            taken.attach(request.out(), fields -> sent = OutboundRequest.trailers(fields), this::abort);
        } catch (IOException e) {
            fail(e);
        }
    }

    private static void close(OutputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            throw new IllegalStateException("a pipe can always be closed", e);
        }
    }

    private void run() {
        try {
            OptionalLong length = body.map(OutgoingBody::length).orElse(OptionalLong.empty());
            new LocalRequest(event, local(), outbound, length, request.in(), () -> sent).answer(clients, new Streamed());
            close(response.out());
        } catch (Throwable e) {
            fail(e);
        } finally {
            close(request.in());
        }
    }

    private static void close(java.io.InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            throw new IllegalStateException("a pipe can always be closed", e);
        }
    }

    private Destination.Local local() throws UnknownHostException {
        return (Destination.Local) Destination.of(outbound.target(), rules);
    }

    /** The head on its way to the guest that asked, and the body behind it. */
    private final class Streamed implements HttpResponse {
        @Override
        public OutputStream begin(int status, HttpFields headers) {
            head.complete(new IncomingResponse(status, headers, response.in(), () -> received));
            return response.out();
        }

        @Override
        public void trailers(HttpFields trailers) {
            received = trailers;
        }

        @Override
        public boolean begun() {
            return head.isDone();
        }
    }

    private void fail(Throwable cause) {
        if (!aborted) {
            failures.log(outbound.target(), cause);
        }
        head.completeExceptionally(cause);
        response.fail(cause instanceof IOException io ? io : new IOException("the answer broke off", cause));
    }

    @Override
    public void abort() {
        aborted = true;
        thread.interrupt();
        IOException reason = new IOException("nobody waits for it any more");
        head.completeExceptionally(new CancellationException(reason.getMessage()));
        request.fail(reason);
        response.fail(reason);
        body.ifPresent(OutgoingBody::abandon);
    }

    @Override
    public boolean over() {
        return aborted || thread.getState() == Thread.State.TERMINATED;
    }
}
