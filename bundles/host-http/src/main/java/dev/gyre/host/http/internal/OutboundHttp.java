package dev.gyre.host.http.internal;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.SelfOrigins;
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

    private final String owner;
    private final OutboundRules rules;
    private final Backend backend;
    private final HttpSettings settings;
    private final StateKey<int[]> logged = new StateKey<>(context -> new int[1]);

    /** @param owner names application and component in messages and keeps connections apart */
    OutboundHttp(String owner, OutboundRules rules, Backend backend, HttpSettings settings) {
        this.owner = owner;
        this.rules = rules;
        this.backend = backend;
        this.settings = settings;
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
        if (Integer.toUnsignedLong(length) > settings.requestBody()) {
            throw new OutboundFailure(OutboundFailure.Kind.REQUEST, "a request body of " + Integer.toUnsignedLong(length)
                    + " bytes is over the limit of " + settings.requestBody());
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
        long nanos = Math.min(event.remainingNanos(), settings.timeout().toNanos());
        try {
            GuestRequest guest = reading.get();
            Destination to = destination(guest.url());
            OutboundRequest request = OutboundRequest.of(guest.method(), to.target(), guest.headers(), guest.body());
            if (!backend.budget().take(guest.body().length)) {
                throw OutboundFailure.noRoom(backend.budget());
            }
            try {
                return follow(request, to, start, nanos);
            } finally {
                backend.budget().giveBack(guest.body().length);
            }
        } catch (OutboundFailure e) {
            int[] count = event.state(logged);
            if (count[0]++ < LOGGED_PER_EVENT) {
                LOG.warn("{}: outbound http: {}", owner, e.getMessage());
            }
            throw e;
        }
    }

    private record Destination(HttpTarget target, List<InetSocketAddress> addresses, boolean own) {
    }

    /** A URL without host, or with the host {@code self}, means the application's own listener. */
    private Destination destination(String url) {
        Optional<String> path = HttpTarget.ownPath(url);
        if (path.isEmpty()) {
            HttpTarget target = HttpTarget.parse(url);
            return new Destination(target, resolve(target), false);
        }
        try {
            SelfOrigins.SelfOrigin own = rules.self();
            HttpTarget target = HttpTarget.parse((own.secure() ? "https://" : "http://") + own.authority() + own.base() + path.get());
            return new Destination(target, List.of(own.address()), true);
        } catch (OutboundDenied e) {
            throw new OutboundFailure(OutboundFailure.Kind.DESTINATION_NOT_ALLOWED, e.getMessage(), e);
        }
    }

    private Answer follow(OutboundRequest first, Destination to, long start, long nanos) {
        OutboundRequest request = first;
        List<InetSocketAddress> addresses = to.addresses();
        for (int hop = 0;; hop++) {
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                throw new OutboundFailure(OutboundFailure.Kind.REQUEST, "no time is left for the request to " + request.target());
            }
            Answer answer = backend.exchange(owner, request, addresses, left);
            Optional<String> location = AnswerListener.isRedirect(answer.status()) ? answer.header("location") : Optional.empty();
            if (location.isEmpty()) {
                return answer;
            }
            answer.close();
            if (hop == MAX_REDIRECTS) {
                throw new OutboundFailure(OutboundFailure.Kind.REQUEST, "more than " + MAX_REDIRECTS + " redirects, the last one by " + request.target());
            }
            HttpTarget next = next(request.target(), location.get());
            addresses = to.own() && next.sameOrigin(to.target()) ? to.addresses() : resolve(next);
            request = request.redirected(answer.status(), next);
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

    private List<InetSocketAddress> resolve(HttpTarget target) {
        try {
            return rules.resolve(target.scheme(), target.host(), target.port());
        } catch (OutboundDenied e) {
            throw new OutboundFailure(OutboundFailure.Kind.DESTINATION_NOT_ALLOWED, e.getMessage(), e);
        } catch (UnknownHostException e) {
            throw new OutboundFailure(OutboundFailure.Kind.REQUEST, "no address for " + target + ": " + e.getMessage(), e);
        }
    }
}
