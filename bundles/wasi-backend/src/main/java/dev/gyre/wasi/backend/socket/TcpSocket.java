package dev.gyre.wasi.backend.socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

import dev.gyre.wasi.backend.stream.InputSource;
import dev.gyre.wasi.backend.stream.OutputSink;
import dev.gyre.wasi.backend.stream.Pollable;
import dev.gyre.wasi.backend.stream.PumpedSink;

/**
 * The resource {@code tcp-socket}, which connects and never listens. Its connection lives as long as it or one of its streams. For the event's thread.
 */
public final class TcpSocket extends GuestSocket<SocketChannel> implements AutoCloseable {
    /** How long what was written is still sent when nobody waits for that any more. */
    private static final Duration LINGER = Duration.ofSeconds(5);
    private static final long SECOND = 1_000_000_000L;
    private static final long MOST_SECONDS = 32_767;

    private enum State { UNBOUND, CONNECTING, CONNECTED, CLOSED }

    private final Part self = new Part();
    private State state = State.UNBOUND;
    private int parts = 1;
    private Optional<Beside<Boolean>> connecting = Optional.empty();
    private Optional<PumpedSink> sink = Optional.empty();

    /** What {@code finish-connect} gives. */
    public record Streams(InputSource input, OutputSink output) {
    }

    /** What {@code accept} would give. */
    public record Accepted(TcpSocket socket, InputSource input, OutputSink output) {
    }

    /** {@code shutdown-type}. */
    public enum ShutdownType {
        RECEIVE, SEND, BOTH
    }

    /** The socket itself, or one of its streams. */
    private final class Part {
        private boolean gone;

        void drop() {
            if (!gone) {
                gone = true;
                parts--;
                if (parts == 0) {
                    end();
                }
            }
        }
    }

    TcpSocket(Sockets sockets, IpAddressFamily family, SocketChannel channel) {
        super(sockets, family, channel);
    }

    public void startBind(Network network, IpSocketAddress localAddress) throws SocketFailure {
        InetSocketAddress local = localAddress.inet(family);
        require(State.UNBOUND);
        throw sockets.mayNotListen("tcp", local);
    }

    public void finishBind() throws SocketFailure {
        throw SocketError.NOT_IN_PROGRESS.failure();
    }

    public void startConnect(Network network, IpSocketAddress remoteAddress) throws SocketFailure {
        if (state == State.CONNECTING) {
            throw SocketError.CONCURRENCY_CONFLICT.failure();
        }
        require(State.UNBOUND);
        InetSocketAddress remote = remoteAddress.remote(family);
        sockets.place(channel);
        state = State.CONNECTING;
        connecting = Optional.of(Beside.start("gyre-connect", () -> {
            sockets.check("tcp", remote);
            return channel.connect(remote);
        }));
    }

    public Streams finishConnect() throws SocketFailure {
        if (state != State.CONNECTING) {
            throw SocketError.NOT_IN_PROGRESS.failure();
        }
        try {
            connecting.orElseThrow().get();
        } catch (SocketFailure e) {
            if (e.error() != SocketError.WOULD_BLOCK) {
                state = State.CLOSED;
            }
            throw e;
        }
        state = State.CONNECTED;
        parts += 2;
        Part input = new Part();
        Part output = new Part();
        PumpedSink out = new PumpedSink(Channels.newOutputStream(channel), output::drop);
        sink = Optional.of(out);
        return new Streams(new InputSource(Channels.newInputStream(channel), () -> {
            stopReading();
            input.drop();
        }), out);
    }

    public void startListen() throws SocketFailure {
        throw SocketError.INVALID_STATE.failure();
    }

    public void finishListen() throws SocketFailure {
        throw SocketError.NOT_IN_PROGRESS.failure();
    }

    public Accepted accept() throws SocketFailure {
        throw SocketError.INVALID_STATE.failure();
    }

    public IpSocketAddress localAddress() throws SocketFailure {
        require(State.CONNECTED);
        return address(channel::getLocalAddress);
    }

    public IpSocketAddress remoteAddress() throws SocketFailure {
        require(State.CONNECTED);
        return address(channel::getRemoteAddress);
    }

    /** Something the channel says of itself. */
    interface Saying {
        java.net.SocketAddress run() throws IOException;
    }

    static IpSocketAddress address(Saying saying) throws SocketFailure {
        try {
            if (saying.run() instanceof InetSocketAddress address) {
                return IpSocketAddress.of(address);
            }
            throw SocketError.INVALID_STATE.failure();
        } catch (IOException e) {
            throw SocketError.of(e).failure();
        }
    }

    public boolean isListening() {
        return false;
    }

    public void setListenBacklogSize(long value) throws SocketFailure {
        SocketOptions.notZero(value);
    }

    public boolean keepAliveEnabled() throws SocketFailure {
        return SocketOptions.get(channel, StandardSocketOptions.SO_KEEPALIVE);
    }

    public void setKeepAliveEnabled(boolean value) throws SocketFailure {
        SocketOptions.set(channel, StandardSocketOptions.SO_KEEPALIVE, value);
    }

    public long keepAliveIdleTime() throws SocketFailure {
        return seconds("TCP_KEEPIDLE");
    }

    public void setKeepAliveIdleTime(long value) throws SocketFailure {
        setSeconds("TCP_KEEPIDLE", value);
    }

    public long keepAliveInterval() throws SocketFailure {
        return seconds("TCP_KEEPINTERVAL");
    }

    public void setKeepAliveInterval(long value) throws SocketFailure {
        setSeconds("TCP_KEEPINTERVAL", value);
    }

    public int keepAliveCount() throws SocketFailure {
        return SocketOptions.get(channel, SocketOptions.named(channel, "TCP_KEEPCOUNT"));
    }

    public void setKeepAliveCount(int value) throws SocketFailure {
        SocketOptions.notZero(value);
        SocketOptions.set(channel, SocketOptions.named(channel, "TCP_KEEPCOUNT"), value < 0 ? 127 : Math.min(value, 127));
    }

    private long seconds(String option) throws SocketFailure {
        return SocketOptions.get(channel, SocketOptions.named(channel, option)) * SECOND;
    }

    /** @param nanos unsigned; rounded up to seconds */
    private void setSeconds(String option, long nanos) throws SocketFailure {
        SocketOptions.notZero(nanos);
        long seconds = nanos < 0 ? MOST_SECONDS : Math.clamp((nanos - 1) / SECOND + 1, 1, MOST_SECONDS);
        SocketOptions.set(channel, SocketOptions.named(channel, option), (int) seconds);
    }

    public boolean noDelay() throws SocketFailure {
        return SocketOptions.get(channel, StandardSocketOptions.TCP_NODELAY);
    }

    public void setNoDelay(boolean value) throws SocketFailure {
        SocketOptions.set(channel, StandardSocketOptions.TCP_NODELAY, value);
    }

    /** The JDK has no such option. */
    public int hopLimit() throws SocketFailure {
        throw SocketError.NOT_SUPPORTED.failure();
    }

    public void setHopLimit(int value) throws SocketFailure {
        SocketOptions.notZero(value);
        throw SocketError.NOT_SUPPORTED.failure();
    }

    /** Ready unless it is connecting. */
    public Pollable subscribe() {
        return new Pollable() {
            @Override
            public boolean ready() {
                return state != State.CONNECTING || connecting.orElseThrow().ready();
            }
        };
    }

    public void shutdown(ShutdownType shutdownType) throws SocketFailure {
        require(State.CONNECTED);
        if (shutdownType != ShutdownType.SEND) {
            stopReading();
        }
        if (shutdownType != ShutdownType.RECEIVE) {
            PumpedSink out = sink.orElseThrow();
            out.end();
            whenSent(out, () -> {
                try {
                    channel.shutdownOutput();
                } catch (IOException e) {
                    // the other side is gone already
                }
            });
        }
    }

    private void stopReading() {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            // it reads nothing more in any case
        }
    }

    /** Does something when all that was taken is sent, or could not be. */
    private static void whenSent(PumpedSink out, Runnable action) {
        if (out.idle()) {
            action.run();
            return;
        }
        Thread drain = Thread.ofVirtual().name("gyre-linger").unstarted(() -> {
            try {
                out.drain();
            } catch (IOException e) {
                // the other side is gone
            }
        });
        Thread.ofVirtual().name("gyre-linger").start(() -> {
            drain.start();
            try {
                drain.join(LINGER);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            drain.interrupt();
            action.run();
        });
    }

    /** The guest has dropped it; its streams may go on. */
    @Override
    public void close() {
        self.drop();
    }

    /** Nobody uses it any more. May be called more than once. */
    void end() {
        if (state == State.CONNECTED) {
            PumpedSink out = sink.orElseThrow();
            out.end();
            whenSent(out, () -> sockets.close(channel));
        } else {
            sockets.close(channel);
        }
        state = State.CLOSED;
    }

    private void require(State wanted) throws SocketFailure {
        if (state != wanted) {
            throw SocketError.INVALID_STATE.failure();
        }
    }
}
