package dev.gyre.host.http.internal;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.host.OutboundDenied;
import dev.gyre.wasi.backend.http.FutureIncomingResponse;
import dev.gyre.wasi.backend.http.OutgoingBody;

/** A request of a component that runs beside it. Thread-safe. */
sealed interface Call permits OutgoingCall, LocalCall {
    /** Begins it, once, on the guest's thread. @param taken the body, if the guest asked for it */
    FutureIncomingResponse start(Optional<OutgoingBody> taken);

    /** Ends it, wherever it is. */
    void abort();

    /** Whether nothing of it is left to be done by this side. */
    boolean over();

    /**
     * The log of one event's failed requests: a guest that fails in a loop must not fill it.
     *
     * @param owner names application and component
     */
    record Failures(String owner, AtomicInteger count) {
        private static final Logger LOG = LoggerFactory.getLogger(OutgoingCall.class);

        Failures(String owner) {
            this(owner, new AtomicInteger());
        }

        void log(HttpTarget target, Throwable cause) {
            log(cause instanceof OutboundDenied || cause instanceof OutboundFailure ? cause.getMessage() : "the request to " + target + " failed: " + cause);
        }

        void log(String message) {
            if (count.getAndIncrement() < OutboundHttp.LOGGED_PER_EVENT) {
                LOG.warn("{}: outbound http: {}", owner, message);
            }
        }
    }
}
