package dev.gyre.host.http.internal;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import dev.gyre.api.host.OutboundDenied;
import dev.gyre.wasi.backend.http.ErrorCode;

/** What a failed request is called in {@code wasi:http}. Stateless. */
final class ErrorCodes {
    private ErrorCodes() {
    }

    static ErrorCode of(OutboundFailure failure) {
        return switch (failure.kind()) {
            case DESTINATION_NOT_ALLOWED -> new ErrorCode.HttpRequestDenied();
            case INVALID_URL -> new ErrorCode.HttpRequestUriInvalid();
            case INVALID_METHOD -> new ErrorCode.HttpRequestMethodInvalid();
            case INVALID_HEADERS -> new ErrorCode.HttpRequestHeaderSize(Optional.empty());
            case LOOP -> new ErrorCode.LoopDetected();
            case REQUEST, RUNTIME -> ErrorCode.internal("the request failed");
        };
    }

    /** The message is the host's business; the guest learns the kind. */
    static ErrorCode of(Throwable failure) {
        return switch (failure) {
            case OutboundDenied _ -> new ErrorCode.HttpRequestDenied();
            case OutboundFailure f -> of(f);
            case UnknownHostException _ -> new ErrorCode.DnsError(new ErrorCode.DnsErrorPayload(Optional.of("NXDOMAIN"), Optional.empty()));
            case SocketTimeoutException _ -> new ErrorCode.ConnectionTimeout();
            case ConnectException _ -> new ErrorCode.ConnectionRefused();
            case TimeoutException _ -> new ErrorCode.HttpResponseTimeout();
            case SSLException _ -> new ErrorCode.TlsProtocolError();
            case EOFException _ -> new ErrorCode.HttpResponseIncomplete();
            case java.io.IOException _ -> new ErrorCode.ConnectionTerminated();
            default -> ErrorCode.internal("the request failed");
        };
    }
}
