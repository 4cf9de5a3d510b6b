package dev.gyre.wasi.backend.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;

/** Options of a channel, in the terms of WASI. Stateless. */
final class SocketOptions {
    /** What a guest may have the kernel set aside for one socket, in bytes. */
    private static final long MOST_BUFFER = 1 << 20;

    private SocketOptions() {
    }

    static <T> T get(NetworkChannel channel, SocketOption<T> option) throws SocketFailure {
        try {
            return channel.getOption(option);
        } catch (UnsupportedOperationException e) {
            throw SocketError.NOT_SUPPORTED.failure();
        } catch (IOException e) {
            throw SocketError.of(e).failure();
        }
    }

    static <T> void set(NetworkChannel channel, SocketOption<T> option, T value) throws SocketFailure {
        try {
            channel.setOption(option, value);
        } catch (UnsupportedOperationException e) {
            throw SocketError.NOT_SUPPORTED.failure();
        } catch (IllegalArgumentException e) {
            throw SocketError.INVALID_ARGUMENT.failure();
        } catch (IOException e) {
            throw SocketError.of(e).failure();
        }
    }

    /** An option that only some systems have. */
    static SocketOption<Integer> named(NetworkChannel channel, String name) throws SocketFailure {
        for (SocketOption<?> option : channel.supportedOptions()) {
            if (option.name().equals(name) && option.type() == Integer.class) {
                @SuppressWarnings("unchecked")
                SocketOption<Integer> found = (SocketOption<Integer>) option;
                return found;
            }
        }
        throw SocketError.NOT_SUPPORTED.failure();
    }

    static long receiveBuffer(NetworkChannel channel) throws SocketFailure {
        return get(channel, StandardSocketOptions.SO_RCVBUF);
    }

    static long sendBuffer(NetworkChannel channel) throws SocketFailure {
        return get(channel, StandardSocketOptions.SO_SNDBUF);
    }

    static void setReceiveBuffer(NetworkChannel channel, long value) throws SocketFailure {
        set(channel, StandardSocketOptions.SO_RCVBUF, size(value));
    }

    static void setSendBuffer(NetworkChannel channel, long value) throws SocketFailure {
        set(channel, StandardSocketOptions.SO_SNDBUF, size(value));
    }

    /** @param value unsigned */
    private static int size(long value) throws SocketFailure {
        notZero(value);
        return (int) (value < 0 ? MOST_BUFFER : Math.min(value, MOST_BUFFER));
    }

    static void notZero(long value) throws SocketFailure {
        if (value == 0) {
            throw SocketError.INVALID_ARGUMENT.failure();
        }
    }
}
