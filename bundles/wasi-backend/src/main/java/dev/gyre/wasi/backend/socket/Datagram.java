package dev.gyre.wasi.backend.socket;

import java.util.Optional;

/** What was received: {@code incoming-datagram}. Immutable by convention. */
public record Datagram(byte[] data, IpSocketAddress remoteAddress) {
    /** {@code outgoing-datagram}. */
    public record Outgoing(byte[] data, Optional<IpSocketAddress> remoteAddress) {
    }

    /** As one to be sent. */
    public Outgoing outgoing() {
        return new Outgoing(data, Optional.of(remoteAddress));
    }
}
