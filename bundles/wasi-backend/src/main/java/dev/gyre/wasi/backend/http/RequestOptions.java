package dev.gyre.wasi.backend.http;

import java.util.Optional;

/** The resource {@code request-options}; times are nanoseconds. For the event's thread. */
public final class RequestOptions {
    private Optional<Long> connectTimeout = Optional.empty();
    private Optional<Long> firstByteTimeout = Optional.empty();
    private Optional<Long> betweenBytesTimeout = Optional.empty();

    public Optional<Long> connectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Optional<Long> duration) {
        connectTimeout = duration;
    }

    public Optional<Long> firstByteTimeout() {
        return firstByteTimeout;
    }

    public void setFirstByteTimeout(Optional<Long> duration) {
        firstByteTimeout = duration;
    }

    public Optional<Long> betweenBytesTimeout() {
        return betweenBytesTimeout;
    }

    public void setBetweenBytesTimeout(Optional<Long> duration) {
        betweenBytesTimeout = duration;
    }
}
