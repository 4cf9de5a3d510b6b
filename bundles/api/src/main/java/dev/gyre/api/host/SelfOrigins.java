package dev.gyre.api.host;

import java.net.InetSocketAddress;
import java.util.Optional;

import dev.gyre.api.app.Application;

/**
 * Where applications take requests of their own: what a guest means by a URL without host. Whoever listens for an application
 * offers it, from its own configuration and never from what a client sent. An OSGi service. Thread-safe.
 */
public interface SelfOrigins {
    /** Nothing when the application does not listen for requests. */
    Optional<SelfOrigin> of(Application application);

    /**
     * @param secure    whether it speaks TLS
     * @param address   to connect to
     * @param authority for the {@code Host} field
     * @param base      what its paths start with, without a slash at the end; empty for none
     */
    record SelfOrigin(boolean secure, InetSocketAddress address, String authority, String base) {
    }
}
