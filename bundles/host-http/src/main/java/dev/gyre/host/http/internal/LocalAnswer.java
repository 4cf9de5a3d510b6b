package dev.gyre.host.http.internal;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.gyre.api.host.HostContext;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpResponse;

/** The complete answer of another component, for guests of 2022. For the other component's thread. */
final class LocalAnswer implements HttpResponse {
    private final Body body;
    private Optional<Head> head = Optional.empty();

    private record Head(int status, List<Entry<String, String>> headers) {
    }

    private LocalAnswer(Body body) {
        this.body = body;
    }

    /**
     * Asks another component, on a thread of its own: a guest's thread has one guest's stack, and an interrupt is for one of them.
     *
     * @param nanos how long it may take
     * @return to be closed by the caller
     * @throws OutboundFailure when there is no answer; an interrupt ends the wait and stays set
     */
    static Answer ask(HostContext event, Destination.Local to, OutboundRequest request, HttpClients clients, long nanos) {
        int length = request.body().length;
        LocalRequest local = new LocalRequest(event, to, request, length == 0 ? OptionalLong.empty() : OptionalLong.of(length), new ByteArrayInputStream(request.body()),
                () -> HttpFields.EMPTY);
        LocalAnswer answer = new LocalAnswer(new Body(clients.backend().budget(), clients.settings().responseBody()));
        CompletableFuture<Answer> complete = new CompletableFuture<>();
        Thread thread = Thread.ofVirtual().name("gyre-local").start(() -> {
            try {
                local.answer(clients, answer);
                complete.complete(answer.toAnswer());
            } catch (Throwable e) {
                complete.completeExceptionally(e);
            }
        });
        boolean done = false;
        try {
            Answer got = complete.get(nanos, TimeUnit.NANOSECONDS);
            done = true;
            return got;
        } catch (TimeoutException e) {
            throw new OutboundFailure(OutboundFailure.Kind.REQUEST, to.target() + " did not answer within " + nanos / 1_000_000 + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboundFailure(OutboundFailure.Kind.RUNTIME, "the request to " + to.target() + " was interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof OutboundFailure failure ? failure
                    : new OutboundFailure(OutboundFailure.Kind.REQUEST, "the request to " + to.target() + " failed: " + e.getCause(), e.getCause());
        } finally {
            if (!done) {
                thread.interrupt();
                answer.body.close();
            }
        }
    }

    private Answer toAnswer() {
        Head made = head.orElseThrow(() -> new OutboundFailure(OutboundFailure.Kind.REQUEST, "there was no answer"));
        return new Answer(made.status, made.headers, body);
    }

    @Override
    public OutputStream begin(int status, HttpFields headers) {
        head = Optional.of(new Head(status, headers.entries()));
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) {
                body.append(ByteBuffer.wrap(source, offset, length));
            }
        };
    }

    @Override
    public boolean begun() {
        return head.isPresent();
    }
}
