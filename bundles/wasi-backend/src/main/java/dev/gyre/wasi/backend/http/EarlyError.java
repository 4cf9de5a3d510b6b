package dev.gyre.wasi.backend.http;

import dev.gyre.api.host.WitError;

/** {@code error} of {@code wasi:http/types@0.2.0-rc-2023-10-18}, from which {@code error-code} grew. */
public sealed interface EarlyError {
    /** {@code invalid-url}. */
    record InvalidUrl(String message) implements EarlyError { }

    /** {@code timeout-error}. */
    record TimeoutError(String message) implements EarlyError { }

    /** {@code protocol-error}. */
    record ProtocolError(String message) implements EarlyError { }

    /** {@code unexpected-error}. */
    record UnexpectedError(String message) implements EarlyError { }

    /** What a later error was called then. */
    static EarlyError of(ErrorCode code) {
        String message = code.toString();
        return switch (code) {
            case ErrorCode.HttpRequestUriInvalid _ -> new InvalidUrl(message);
            case ErrorCode.ConnectionTimeout _, ErrorCode.HttpResponseTimeout _, ErrorCode.DnsTimeout _, ErrorCode.ConnectionReadTimeout _,
                    ErrorCode.ConnectionWriteTimeout _ -> new TimeoutError(message);
            case ErrorCode.HttpProtocolError _, ErrorCode.HttpResponseIncomplete _ -> new ProtocolError(message);
            default -> new UnexpectedError(message);
        };
    }

    /** As a function's result. */
    final class Failure extends WitError {
        private static final long serialVersionUID = 1L;

        private final transient EarlyError error;

        public Failure(EarlyError error) {
            super(error.toString());
            this.error = error;
        }

        @Override
        public EarlyError error() {
            return error;
        }
    }
}
