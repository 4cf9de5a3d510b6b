package dev.gyre.host.http.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.wasi.backend.http.ErrorCode;
import dev.gyre.wasi.backend.http.FutureIncomingResponse;
import dev.gyre.wasi.backend.http.HttpError;
import dev.gyre.wasi.backend.http.HttpScheme;
import dev.gyre.wasi.backend.http.OutgoingRequest;
import dev.gyre.wasi.backend.http.RequestOptions;

/** {@code wasi:http/outgoing-handler} for one event: requests run beside the guest, and end with the event. For the event's thread. */
public final class OutgoingHandler implements AutoCloseable {
    private static final int MOST_REQUESTS = 256;

    private final String owner;
    private final OutboundRules rules;
    private final HttpClients clients;
    private final LongSupplier remainingNanos;
    private final List<OutgoingCall> calls = new ArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    OutgoingHandler(String owner, OutboundRules rules, HttpClients clients, LongSupplier remainingNanos) {
        this.owner = owner;
        this.rules = rules;
        this.clients = clients;
        this.remainingNanos = remainingNanos;
    }

    /** Sends a request; whether it may be sent is found out beside the guest, as name resolution takes time. */
    public FutureIncomingResponse handle(OutgoingRequest request, Optional<RequestOptions> options) throws HttpError {
        OutboundRequest outbound = outbound(request);
        calls.removeIf(OutgoingCall::over);
        if (calls.size() >= MOST_REQUESTS) {
            throw new TrapException(TrapKind.RESOURCE_LIMIT, "more than " + MOST_REQUESTS + " requests are open at once");
        }
        OutgoingCall call = new OutgoingCall(owner, rules, clients, outbound, Timeouts.of(options, clients.settings(), remainingNanos.getAsLong()), failures);
        calls.add(call);
        return call.start(request.taken());
    }

    private static OutboundRequest outbound(OutgoingRequest request) throws HttpError {
        String scheme = request.scheme().map(HttpScheme::text).orElse("https");
        String authority = request.authority().orElseThrow(() -> new HttpError(new ErrorCode.HttpRequestUriInvalid()));
        try {
            HttpTarget target = HttpTarget.parse(scheme + "://" + authority + request.pathWithQuery().filter(p -> !p.isEmpty()).orElse("/"));
            return OutboundRequest.of(request.method().text(), target, request.headers().toHttp().entries(), new byte[0]);
        } catch (OutboundFailure e) {
            throw new HttpError(ErrorCodes.of(e));
        }
    }

    @Override
    public void close() {
        calls.forEach(OutgoingCall::abort);
    }
}
