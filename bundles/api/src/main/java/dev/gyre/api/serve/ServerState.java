package dev.gyre.api.serve;

import java.net.InetSocketAddress;
import java.util.Optional;

/** What whoever serves in this container says of itself. An OSGi service for as long as it does. Thread-safe; never blocks. */
public interface ServerState {
    /** How far it is. */
    enum Phase {
        /** Applications are being deployed for the first time. */
        STARTING,
        SERVING,
        /** It is about to stop: events still run and are still taken, and nobody should send new ones. */
        STOPPING
    }

    Phase phase();

    /** Where to answer for the container's health; nothing where that is not wanted. */
    Optional<InetSocketAddress> healthAddress();
}
