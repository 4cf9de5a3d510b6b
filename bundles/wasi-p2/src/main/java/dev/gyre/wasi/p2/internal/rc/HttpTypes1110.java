package dev.gyre.wasi.p2.internal.rc;

import java.util.Optional;

import dev.gyre.api.host.WitFailure;
import dev.gyre.api.host.WitResult;
import dev.gyre.wasi.backend.http.ErrorCode;
import dev.gyre.wasi.backend.http.Fields;
import dev.gyre.wasi.backend.http.FutureTrailers;
import dev.gyre.wasi.backend.http.RequestOptions;
import dev.gyre.wasi.p2.internal.http.HttpTypes;

/** {@code wasi:http/types@0.2.0-rc-2023-11-10}: 0.2.0 but for a few names; times are nanoseconds whatever they are called. */
public final class HttpTypes1110 extends HttpTypes {
    public Optional<Long> requestOptionsConnectTimeoutMs(RequestOptions self) {
        return self.connectTimeout();
    }

    public void requestOptionsSetConnectTimeoutMs(RequestOptions self, Optional<Long> ms) throws WitFailure {
        self.setConnectTimeout(ms);
    }

    public Optional<Long> requestOptionsFirstByteTimeoutMs(RequestOptions self) {
        return self.firstByteTimeout();
    }

    public void requestOptionsSetFirstByteTimeoutMs(RequestOptions self, Optional<Long> ms) throws WitFailure {
        self.setFirstByteTimeout(ms);
    }

    public Optional<Long> requestOptionsBetweenBytesTimeoutMs(RequestOptions self) {
        return self.betweenBytesTimeout();
    }

    public void requestOptionsSetBetweenBytesTimeoutMs(RequestOptions self, Optional<Long> ms) throws WitFailure {
        self.setBetweenBytesTimeout(ms);
    }

    public Optional<WitResult<Optional<Fields>, ErrorCode>> futureTrailersGet(FutureTrailers self) {
        return self.peek();
    }
}
