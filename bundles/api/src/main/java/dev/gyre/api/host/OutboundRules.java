package dev.gyre.api.host;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * What one component may connect to. Every host interface and trigger that connects on behalf of a guest asks here and then
 * connects to one of the addresses it was given, never to a name it resolves again. Thread-safe.
 */
public interface OutboundRules {
    /**
     * Checks the name, resolves it once and checks the addresses. May block on name resolution.
     *
     * @param scheme lower case, such as {@code http} or {@code redis}
     * @param host   a name or an address literal, IPv6 with or without brackets
     * @param port   1 to 65535
     * @return at least one address that may be connected to
     * @throws OutboundDenied when the component may not
     * @throws java.net.UnknownHostException when the name has no address
     */
    List<InetSocketAddress> resolve(String scheme, String host, int port) throws java.net.UnknownHostException;
}
