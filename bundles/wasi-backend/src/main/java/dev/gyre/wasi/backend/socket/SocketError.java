package dev.gyre.wasi.backend.socket;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

import dev.gyre.api.host.OutboundDenied;

/** {@code error-code} of {@code wasi:sockets/network}. */
public enum SocketError {
    UNKNOWN, ACCESS_DENIED, NOT_SUPPORTED, INVALID_ARGUMENT, OUT_OF_MEMORY, TIMEOUT, CONCURRENCY_CONFLICT, NOT_IN_PROGRESS, WOULD_BLOCK, INVALID_STATE,
    NEW_SOCKET_LIMIT, ADDRESS_NOT_BINDABLE, ADDRESS_IN_USE, REMOTE_UNREACHABLE, CONNECTION_REFUSED, CONNECTION_RESET, CONNECTION_ABORTED,
    DATAGRAM_TOO_LARGE, NAME_UNRESOLVABLE, TEMPORARY_RESOLVER_FAILURE, PERMANENT_RESOLVER_FAILURE;

    /** As a function's result. */
    public SocketFailure failure() {
        return new SocketFailure(this);
    }

    /** What an exception means. The JDK says some things in its messages only. */
    static SocketError of(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return switch (failure) {
            case SocketFailure f -> f.error();
            case OutboundDenied _ -> ACCESS_DENIED;
            case UnknownHostException _ -> NAME_UNRESOLVABLE;
            case NoRouteToHostException _ -> REMOTE_UNREACHABLE;
            case PortUnreachableException _ -> CONNECTION_REFUSED;
            case BindException _ -> ADDRESS_IN_USE;
            case ConnectException _ -> message.contains("timed out") ? TIMEOUT : CONNECTION_REFUSED;
            case ClosedChannelException _ -> CONNECTION_ABORTED;
            case IOException _ when message.contains("unreachable") -> REMOTE_UNREACHABLE;
            case IOException _ when message.contains("too many open files") -> NEW_SOCKET_LIMIT;
            case IOException _ when message.contains("message too long") -> DATAGRAM_TOO_LARGE;
            case IOException _ when message.contains("reset") -> CONNECTION_RESET;
            default -> UNKNOWN;
        };
    }
}
