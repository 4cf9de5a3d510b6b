package dev.gyre.blobs.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;

import dev.gyre.api.GyreException;

/** Which server a URL belongs to, and which others it may send us to. Stateless. */
final class Origins {
    private Origins() {
    }

    /** Scheme, host and port, for messages: without user, path and query, which may be secrets. */
    static String shown(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    static boolean same(URI a, URI b) {
        return a.getScheme().equalsIgnoreCase(b.getScheme()) && a.getHost().equalsIgnoreCase(b.getHost()) && port(a) == port(b);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /**
     * Other hosts are fine, as blobs often are elsewhere and are checked whoever sends them; but not what only this machine can reach.
     *
     * @throws GyreException when the redirect is not followed. May block on a name server
     */
    static void checkRedirect(URI from, URI to) {
        String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
        boolean known = scheme.equals("https") || scheme.equals("http");
        if (!known || to.getHost() == null || to.getUserInfo() != null) {
            throw refused(from, "to something that is no plain http or https URL");
        }
        if (scheme.equals("http") && "https".equalsIgnoreCase(from.getScheme())) {
            throw refused(from, "from https to http");
        }
        boolean other = !to.getHost().equalsIgnoreCase(from.getHost());
        if (other && is(to.getHost(), Origins::isInternal) && !is(from.getHost(), Origins::isInternal)) {
            throw refused(from, "to an internal address, " + to.getHost());
        }
        if (other && is(to.getHost(), InetAddress::isLinkLocalAddress)) {
            throw refused(from, "to a link-local address, " + to.getHost()); // where clouds tell a machine its secrets
        }
    }

    private static GyreException refused(URI from, String how) {
        return new GyreException(shown(from) + " leads " + how + ", which is not followed");
    }

    private static boolean isInternal(InetAddress address) {
        return address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress() || address.isAnyLocalAddress()
                || (address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc);
    }

    /** Whether one of a host's addresses is of that kind. */
    private static boolean is(String host, Predicate<InetAddress> kind) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).anyMatch(kind);
        } catch (UnknownHostException e) {
            return false; // connecting to it says so
        }
    }
}
