package dev.gyre.wasi.p2.internal.socket;

import java.util.Optional;

import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.socket.Network;
import dev.gyre.wasi.backend.socket.SocketError;
import dev.gyre.wasi.p2.internal.io.IoError;

/** {@code wasi:sockets/network}. */
@WitResource(name = "network", type = Network.class)
public final class NetworkFace {
    /** What failed in a connection's stream. */
    public Optional<SocketError> networkErrorCode(IoError err) {
        return err.cause().filter(cause -> cause == WasiError.PIPE).map(_ -> SocketError.CONNECTION_RESET);
    }
}
