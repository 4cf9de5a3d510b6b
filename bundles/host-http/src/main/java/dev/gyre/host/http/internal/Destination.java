package dev.gyre.host.http.internal;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.SelfOrigins;
import dev.gyre.api.host.ServiceChaining;

/** Where a request of a guest may go, its component's rules having been asked. */
sealed interface Destination {
    HttpTarget target();

    /** @param addresses checked */
    record Server(HttpTarget target, List<InetSocketAddress> addresses) implements Destination {
    }

    /** The application's own listener. */
    record Own(HttpTarget target, List<InetSocketAddress> addresses) implements Destination {
    }

    /** Another component of the application. */
    record Local(HttpTarget target, String component) implements Destination {
    }

    /**
     * Where a URL leads.
     *
     * @throws dev.gyre.api.host.OutboundDenied when the component may not go there
     * @throws OutboundFailure                  for a URL that is none
     */
    static Destination of(String url, OutboundRules rules) throws UnknownHostException {
        Optional<String> path = HttpTarget.ownPath(url);
        return path.isPresent() ? own(path.get(), rules) : of(HttpTarget.parse(url), rules);
    }

    /** The same for a URL with a host. Blocks on name resolution. */
    static Destination of(HttpTarget target, OutboundRules rules) throws UnknownHostException {
        Optional<String> component = ServiceChaining.target(target.host());
        if (component.isPresent()) {
            rules.checkLocal(target.scheme(), target.host(), target.port());
            return new Local(target, component.get());
        }
        return new Server(target, rules.resolve(target.scheme(), target.host(), target.port()));
    }

    /** The application's own listener, whatever {@code Host} a client sent. */
    static Own own(String path, OutboundRules rules) {
        SelfOrigins.SelfOrigin own = rules.self();
        HttpTarget target = HttpTarget.parse((own.secure() ? "https://" : "http://") + own.authority() + own.base() + path);
        return new Own(target, List.of(own.address()));
    }

    /** Where a redirect from here leads. */
    default Destination redirected(HttpTarget next, OutboundRules rules) throws UnknownHostException {
        return this instanceof Own(HttpTarget here, List<InetSocketAddress> addresses) && next.sameOrigin(here) ? new Own(next, addresses) : of(next, rules);
    }
}
