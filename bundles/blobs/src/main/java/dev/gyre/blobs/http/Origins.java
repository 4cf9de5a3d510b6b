package dev.gyre.blobs.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

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
        if (!to.getHost().equalsIgnoreCase(from.getHost()) && isInternal(to.getHost()) && !isInternal(from.getHost())) {
            throw refused(from, "to an internal address, " + to.getHost());
        }
    }

    private static GyreException refused(URI from, String how) {
        return new GyreException(shown(from) + " leads " + how + ", which is not followed");
    }

    private static boolean isInternal(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress() || address.isAnyLocalAddress()
                        || (address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc)) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            return false; // connecting to it says so
        }
    }
}
