package dev.gyre.wasi.p2.internal.socket;

import dev.gyre.api.host.WitResource;
import dev.gyre.wasi.backend.socket.TcpSocket;

/** {@code wasi:sockets/tcp}: the back end's sockets have its shape. */
@WitResource(name = "tcp-socket", type = TcpSocket.class)
public final class Tcp {
}
