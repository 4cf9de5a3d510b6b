package dev.gyre.wasi.backend.socket;

import java.util.List;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.wasi.backend.stream.Pollable;

/** One direction of a {@link UdpSocket}. For the event's thread. */
public abstract sealed class DatagramStream implements AutoCloseable {
    final UdpSocket socket;
    private boolean closed;

    private DatagramStream(UdpSocket socket) {
        this.socket = socket;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            socket.dropped();
        }
    }

    /** The resource {@code incoming-datagram-stream}. */
    public static final class Incoming extends DatagramStream {
        Incoming(UdpSocket socket) {
            super(socket);
        }

        public List<Datagram> receive(long maxResults) throws SocketFailure {
            return socket.receive(maxResults);
        }

        public Pollable subscribe() {
            return socket.arrival();
        }
    }

    /** The resource {@code outgoing-datagram-stream}. */
    public static final class Outgoing extends DatagramStream {
        private static final int AT_ONCE = 16;

        private int permitted;

        Outgoing(UdpSocket socket) {
            super(socket);
        }

        public long checkSend() {
            permitted = AT_ONCE;
            return permitted;
        }

        public long send(List<Datagram.Outgoing> datagrams) throws SocketFailure {
            if (datagrams.size() > permitted) {
                throw new TrapException(TrapKind.ABI_VIOLATION, "send of " + datagrams.size() + " datagrams, where check-send allows " + permitted);
            }
            permitted = 0;
            return socket.send(datagrams);
        }

        public Pollable subscribe() {
            return () -> true;
        }
    }
}
