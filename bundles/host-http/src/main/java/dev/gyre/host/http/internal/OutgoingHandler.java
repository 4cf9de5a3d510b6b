package dev.gyre.host.http.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.ServiceChaining;
import dev.gyre.wasi.backend.http.FutureIncomingResponse;
import dev.gyre.wasi.backend.http.HttpError;
import dev.gyre.wasi.backend.http.HttpScheme;
import dev.gyre.wasi.backend.http.OutgoingRequest;
import dev.gyre.wasi.backend.http.RequestOptions;

/** {@code wasi:http/outgoing-handler} for one event: requests run beside the guest, and end with the event. For the event's thread. */
public final class OutgoingHandler implements AutoCloseable {
    private static final int MOST_REQUESTS = 256;

    private final Requester owner;
    private final OutboundRules rules;
    private final HttpClients clients;
    private final HostContext event;
    private final List<Call> calls = new ArrayList<>();
    private final Call.Failures failures;

    OutgoingHandler(Requester owner, OutboundRules rules, HttpClients clients, HostContext event) {
        this.owner = owner;
        this.rules = rules;
        this.clients = clients;
        this.event = event;
        this.failures = new Call.Failures(owner.name());
    }

    /** Sends a request; whether it may be sent is found out beside the guest, as name resolution takes time. */
    public FutureIncomingResponse handle(OutgoingRequest request, Optional<RequestOptions> options) throws HttpError {
        Call call = call(request, Timeouts.of(options, clients.settings(), event.remainingNanos()));
        calls.removeIf(Call::over);
        if (calls.size() >= MOST_REQUESTS) {
            throw new TrapException(TrapKind.RESOURCE_LIMIT, "more than " + MOST_REQUESTS + " requests are open at once");
        }
        calls.add(call);
        return call.start(request.taken());
    }

    private Call call(OutgoingRequest request, Timeouts timeouts) throws HttpError {
        String path = request.pathWithQuery().filter(p -> !p.isEmpty()).orElse("/");
        String url = request.authority().map(a -> request.scheme().map(HttpScheme::text).orElse("https") + "://" + a + path).orElse(path);
        try {
            if (HttpTarget.ownPath(url).isPresent()) {
                Destination.Own own = Destination.own(HttpTarget.ownPath(url).get(), rules);
                OwnRequest asking = clients.own(event);
                return new OutgoingCall(owner, own::addresses, clients, asking.of(outbound(request, own.target())), timeouts, failures, asking::close);
            }
            HttpTarget target = HttpTarget.parse(url);
            OutboundRequest outbound = outbound(request, target);
            return ServiceChaining.target(target.host()).isPresent()
                    ? new LocalCall(event, rules, clients, outbound, timeouts.firstByte(), failures)
                    : new OutgoingCall(owner, () -> rules.resolve(target.scheme(), target.host(), target.port()), clients, outbound, timeouts, failures, () -> { });
        } catch (OutboundFailure e) {
            failures.log(e.getMessage());
            throw new HttpError(ErrorCodes.of(e));
        } catch (OutboundDenied e) {
            failures.log(e.getMessage());
            throw new HttpError(ErrorCodes.of(e));
        }
    }

    private static OutboundRequest outbound(OutgoingRequest request, HttpTarget target) {
        return OutboundRequest.of(request.method().text(), target, request.headers().toHttp().entries(), new byte[0]);
    }

    @Override
    public void close() {
        calls.forEach(Call::abort);
    }
}
