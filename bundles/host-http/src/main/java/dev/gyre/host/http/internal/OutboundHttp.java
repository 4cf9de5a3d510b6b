package dev.gyre.host.http.internal;

import java.net.UnknownHostException;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.StateKey;

/**
 * Outbound HTTP of one component, whatever interface its guest calls: each hop passes the component's rules and goes to an
 * address those gave. Thread-safe; blocks.
 */
final class OutboundHttp {
    /** As reqwest. */
    static final int MAX_REDIRECTS = 10;
    /** Failures of one event that are logged: a guest that fails in a loop must not fill the log. */
    static final int LOGGED_PER_EVENT = 5;
    private static final Logger LOG = LoggerFactory.getLogger(OutboundHttp.class);

    private final Requester owner;
    private final OutboundRules rules;
    private final HttpClients clients;
    private final StateKey<int[]> logged = new StateKey<>(context -> new int[1]);

    /** @param owner the component */
    OutboundHttp(Requester owner, OutboundRules rules, HttpClients clients) {
        this.owner = owner;
        this.rules = rules;
        this.clients = clients;
    }

    /**
     * A request as a guest wrote it.
     *
     * @param body not changed by anybody
     */
    record GuestRequest(String method, String url, List<Entry<String, String>> headers, byte[] body) {
    }

    /** @throws OutboundFailure for a body of this size, which is therefore not even read */
    void checkBody(int length) {
        if (Integer.toUnsignedLong(length) > clients.settings().requestBody()) {
            throw new OutboundFailure(OutboundFailure.Kind.REQUEST, "a request body of " + Integer.toUnsignedLong(length)
                    + " bytes is over the limit of " + clients.settings().requestBody());
        }
    }

    /**
     * Sends a guest's request and follows redirects.
     *
     * @param reading reads the request out of the guest; may throw {@link OutboundFailure} too
     * @return to be closed by the caller
     * @throws OutboundFailure when there is no answer; it is logged
     */
    Answer send(HostContext event, Supplier<GuestRequest> reading) {
        long start = System.nanoTime();
        long nanos = Math.min(event.remainingNanos(), clients.settings().timeout().toNanos());
        try {
            GuestRequest guest = reading.get();
            Destination to = allowed(() -> Destination.of(guest.url(), rules));
            OutboundRequest request = OutboundRequest.of(guest.method(), to.target(), guest.headers(), guest.body());
            HeapBudget budget = clients.backend().budget();
            if (!budget.take(guest.body().length)) {
                throw OutboundFailure.noRoom(budget);
            }
            try {
                return follow(event, request, to, start, nanos);
            } finally {
                budget.giveBack(guest.body().length);
            }
        } catch (OutboundFailure e) {
            int[] count = event.state(logged);
            if (count[0]++ < LOGGED_PER_EVENT) {
                LOG.warn("{}: outbound http: {}", owner, e.getMessage());
            }
            throw e;
        }
    }

    private Answer follow(HostContext event, OutboundRequest first, Destination destination, long start, long nanos) {
        OutboundRequest request = first;
        Destination to = destination;
        for (int hop = 0;; hop++) {
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                throw new OutboundFailure(OutboundFailure.Kind.REQUEST, "no time is left for the request to " + request.target());
            }
            Answer answer = switch (to) {
                case Destination.Server server -> clients.backend().exchange(owner, request, server.addresses(), left);
                case Destination.Own own -> own(event, request, own, left);
                case Destination.Local local -> LocalAnswer.ask(event, local, request, clients, left);
            };
            Optional<String> location = AnswerListener.isRedirect(answer.status()) ? answer.header("location") : Optional.empty();
            if (location.isEmpty()) {
                return answer;
            }
            answer.close();
            if (hop == MAX_REDIRECTS) {
                throw new OutboundFailure(OutboundFailure.Kind.REQUEST, "more than " + MAX_REDIRECTS + " redirects, the last one by " + request.target());
            }
            HttpTarget next = next(request.target(), location.get());
            Destination here = to;
            to = allowed(() -> here.redirected(next, rules));
            request = request.redirected(answer.status(), next);
        }
    }

    private Answer own(HostContext event, OutboundRequest request, Destination.Own own, long left) {
        try (OwnRequest asking = clients.own(event)) {
            return clients.backend().exchange(owner, asking.of(request), own.addresses(), left);
        }
    }

    /** The URL was the guest's mistake, a bad redirect is the server's. */
    private static HttpTarget next(HttpTarget from, String location) {
        try {
            return from.resolve(location);
        } catch (OutboundFailure e) {
            throw new OutboundFailure(OutboundFailure.Kind.REQUEST, from + " redirects to a " + e.getMessage(), e);
        }
    }

    /** A question to the rules. */
    @FunctionalInterface
    private interface Question {
        Destination ask() throws UnknownHostException;
    }

    private static Destination allowed(Question question) {
        try {
            return question.ask();
        } catch (OutboundDenied e) {
            throw new OutboundFailure(OutboundFailure.Kind.DESTINATION_NOT_ALLOWED, e.getMessage(), e);
        } catch (UnknownHostException e) {
            throw new OutboundFailure(OutboundFailure.Kind.REQUEST, "no address for the host of the request: " + e.getMessage(), e);
        }
    }
}
