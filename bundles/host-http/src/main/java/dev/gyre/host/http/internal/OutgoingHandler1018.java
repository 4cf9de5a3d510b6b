package dev.gyre.host.http.internal;

import java.util.Optional;

import dev.gyre.wasi.backend.http.EarlyError;
import dev.gyre.wasi.backend.http.FutureIncomingResponse;
import dev.gyre.wasi.backend.http.HttpError;
import dev.gyre.wasi.backend.http.OutgoingRequest;
import dev.gyre.wasi.backend.http.RequestOptions;

/** {@code wasi:http/outgoing-handler@0.2.0-rc-2023-10-18}. For the event's thread. */
public final class OutgoingHandler1018 implements AutoCloseable {
    private static final long MILLISECOND = 1_000_000;

    private final OutgoingHandler handler;

    OutgoingHandler1018(OutgoingHandler handler) {
        this.handler = handler;
    }

    /** {@code request-options}, in milliseconds. */
    public record Options(Optional<Integer> connectTimeoutMs, Optional<Integer> firstByteTimeoutMs, Optional<Integer> betweenBytesTimeoutMs) {
        private RequestOptions nanos() {
            RequestOptions options = new RequestOptions();
            options.setConnectTimeout(connectTimeoutMs.map(Options::nanos));
            options.setFirstByteTimeout(firstByteTimeoutMs.map(Options::nanos));
            options.setBetweenBytesTimeout(betweenBytesTimeoutMs.map(Options::nanos));
            return options;
        }

        private static long nanos(int milliseconds) {
            return Integer.toUnsignedLong(milliseconds) * MILLISECOND;
        }
    }

    public FutureIncomingResponse handle(OutgoingRequest request, Optional<Options> options) throws EarlyError.Failure {
        try {
            return handler.handle(request, options.map(Options::nanos));
        } catch (HttpError e) {
            throw new EarlyError.Failure(EarlyError.of(e.error()));
        }
    }

    @Override
    public void close() {
        handler.close();
    }
}
