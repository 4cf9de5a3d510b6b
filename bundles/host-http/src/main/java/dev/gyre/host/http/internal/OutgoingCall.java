package dev.gyre.host.http.internal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.OutputStreamRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpField;

import dev.gyre.api.http.HttpFields;
import dev.gyre.wasi.backend.http.FutureIncomingResponse;
import dev.gyre.wasi.backend.http.HttpError;
import dev.gyre.wasi.backend.http.IncomingResponse;
import dev.gyre.wasi.backend.http.OutgoingBody;

/** One request of a component with bodies that stream both ways. It runs on a thread of its own until the response's head is there. Thread-safe. */
final class OutgoingCall implements Call {
    private final Requester owner;
    private final Route route;
    private final HttpClients clients;
    private final OutboundRequest outbound;
    private final Timeouts timeouts;
    private final Call.Failures failures;
    private final Runnable over;
    private final CompletableFuture<IncomingResponse> response = new CompletableFuture<>();
    private final Content content = new Content();
    private volatile Optional<Request> request = Optional.empty();
    private volatile Optional<OutgoingBody> body = Optional.empty();
    private volatile org.eclipse.jetty.http.HttpFields trailers = org.eclipse.jetty.http.HttpFields.EMPTY;
    private volatile boolean aborted;
    private volatile boolean done;

    /** Where it goes, found out beside the guest: names are resolved. */
    interface Route {
        List<InetSocketAddress> addresses() throws UnknownHostException;
    }

    /** @param over run, perhaps several times, when it is */
    OutgoingCall(Requester owner, Route route, HttpClients clients, OutboundRequest outbound, Timeouts timeouts, Call.Failures failures, Runnable over) {
        this.owner = owner;
        this.route = route;
        this.clients = clients;
        this.outbound = outbound;
        this.timeouts = timeouts;
        this.failures = failures;
        this.over = over;
    }

    /** A request's body that may have a promised length. */
    private final class Content extends OutputStreamRequestContent {
        Content() {
            super(null);
        }

        @Override
        public long getLength() {
            return body.map(b -> b.length().orElse(-1)).orElse(-1L);
        }
    }

    /** Hands each piece over before it returns, so that a guest cannot fill the host's memory. */
    private static final class Flushed extends FilterOutputStream {
        Flushed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            out.write(source, offset, length);
            out.flush();
        }
    }

    @Override
    public FutureIncomingResponse start(Optional<OutgoingBody> taken) {
        body = taken;
        // A finished body is the host's alone; one that is still written to is attached here, on the guest's thread.
        boolean finished = taken.map(OutgoingBody::complete).orElse(false);
        if (!finished) {
            taken.ifPresent(this::attach);
        }
        Thread.ofVirtual().name("gyre-outgoing").start(() -> {
            if (finished) {
                Thread.ofVirtual().name("gyre-outgoing-body").start(() -> attach(taken.get()));
            }
            run();
        });
        return new FutureIncomingResponse(response, this::abort);
    }

    private void attach(OutgoingBody taken) {
        try {
            taken.attach(new Flushed(content.getOutputStream()), fields -> trailers = jetty(fields), this::abort);
        } catch (IOException e) {
            abort(e);
        }
    }

    private void run() {
        try {
            Request made = clients.backend().request(owner, outbound, route.addresses(), timeouts.betweenBytes());
            if (body.isPresent()) {
                made.body(content);
                if (body.get().length().isEmpty()) {
                    made.trailersSupplier(() -> trailers);
                }
            }
            request = Optional.of(made);
            if (aborted) {
                throw new CancellationException("nobody waits for it any more");
            }
            InputStreamResponseListener listener = new InputStreamResponseListener();
            CompletableFuture<Void> connected = new CompletableFuture<>();
            made.onRequestBegin(_ -> connected.complete(null)).onComplete(_ -> {
                done = true;
                over.run();
                connected.complete(null);
            });
            send(made, listener);
            awaitConnection(connected);
            Response head = listener.get(timeouts.firstByte(), TimeUnit.NANOSECONDS);
            response.complete(new IncomingResponse(head.getStatus(), fields(head.getHeaders()), listener.getInputStream(),
                    () -> Optional.ofNullable(head.getTrailers()).map(OutgoingCall::fields).orElse(HttpFields.EMPTY)));
        } catch (ExecutionException e) {
            fail(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
        } catch (Exception e) {
            fail(e);
        }
    }

    private void send(Request made, InputStreamResponseListener listener) throws InterruptedException, SocketTimeoutException {
        try {
            clients.backend().send(owner, made, listener, timeouts.connect());
        } catch (TimeoutException e) {
            throw new SocketTimeoutException(e.getMessage());
        }
    }

    private void awaitConnection(CompletableFuture<Void> connected) throws InterruptedException, ExecutionException, SocketTimeoutException {
        try {
            connected.get(timeouts.connect(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("no connection within " + TimeUnit.NANOSECONDS.toMillis(timeouts.connect()) + " ms");
        }
    }

    private static org.eclipse.jetty.http.HttpFields jetty(HttpFields fields) {
        org.eclipse.jetty.http.HttpFields.Mutable out = org.eclipse.jetty.http.HttpFields.build();
        OutboundRequest.trailers(fields).forEach(f -> out.add(f.getKey(), f.getValue()));
        return out.asImmutable();
    }

    private static HttpFields fields(org.eclipse.jetty.http.HttpFields from) {
        List<Entry<String, String>> out = new ArrayList<>();
        for (HttpField field : from) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            if (!AnswerListener.OF_THE_CONNECTION.contains(name)) {
                out.add(Map.entry(name, field.getValue() == null ? "" : field.getValue()));
            }
        }
        return HttpFields.of(out);
    }

    private void fail(Throwable cause) {
        if (!aborted) {
            failures.log(outbound.target(), cause);
        }
        response.completeExceptionally(new HttpError(ErrorCodes.of(cause)));
        over.run();
        abort(cause);
    }

    @Override
    public void abort() {
        abort(new CancellationException("nobody waits for it any more"));
    }

    private void abort(Throwable cause) {
        aborted = true;
        request.ifPresent(r -> r.abort(cause));
        content.fail(cause);
        body.ifPresent(OutgoingBody::abandon);
    }

    @Override
    public boolean over() {
        return aborted || done;
    }
}
