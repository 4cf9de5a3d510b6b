package dev.gyre.api.host;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What one component may connect to. Every host interface and trigger that connects on behalf of a guest asks here and then
 * connects to one of the addresses it was given, never to a name it resolves again; a redirect is a connection of its own and is
 * asked for anew. Thread-safe.
 */
public interface OutboundRules {
    /**
     * Checks the name, resolves it once and checks the addresses. May block on name resolution and on providers of variables.
     *
     * @param scheme lower case, such as {@code http} or {@code redis}
     * @param host   a name or an address literal, IPv6 with or without brackets
     * @param port   1 to 65535
     * @return at least one address that may be connected to
     * @throws OutboundDenied when the component may not
     * @throws java.net.UnknownHostException when the name has no address
     */
    List<InetSocketAddress> resolve(String scheme, String host, int port) throws java.net.UnknownHostException;

    /**
     * The addresses of a host, for a guest that looks names up before it connects: of one that it may connect to under the scheme
     * {@code tcp} or {@code udp}, on whatever port. May block.
     *
     * @throws OutboundDenied when it may not connect there at all
     * @throws java.net.UnknownHostException when the name has no address
     */
    default List<InetAddress> lookUp(String host) throws java.net.UnknownHostException {
        throw new OutboundDenied("looking up names is not supported here");
    }

    /**
     * Where a request of the component to its own application goes: one without host, or to the host {@code self}. It is the
     * application's listener, whatever the {@code Host} field of a client said.
     *
     * @throws OutboundDenied when the component may not, or its application does not listen
     */
    default SelfOrigins.SelfOrigin self() {
        throw new OutboundDenied("requests of a component to its own application are not supported here");
    }

    /**
     * Checks a request to another component of the same application ({@link ServiceChaining}), which needs no address. May block on
     * providers of variables.
     *
     * @param scheme lower case
     * @param host   such as {@code cart.spin.internal}
     * @param port   1 to 65535
     * @throws OutboundDenied when the component may not
     */
    default void checkLocal(String scheme, String host, int port) {
        throw new OutboundDenied("requests of a component to another one of its application are not supported here");
    }
}
