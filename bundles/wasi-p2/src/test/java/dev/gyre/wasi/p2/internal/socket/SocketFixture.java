package dev.gyre.wasi.p2.internal.socket;

import dev.gyre.api.host.OutboundDenied;
import dev.gyre.wasi.backend.socket.SocketBudget;

/** What tests of other packages need. */
public final class SocketFixture {
    private SocketFixture() {
    }

    /** One that lets nobody connect. */
    public static SocketInterfaces provider() {
        return new SocketInterfaces((_, _) -> (_, _, _) -> {
            throw new OutboundDenied("nobody may");
        }, new SocketBudget(1, 1));
    }
}
