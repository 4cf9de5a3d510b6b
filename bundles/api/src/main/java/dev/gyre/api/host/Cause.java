package dev.gyre.api.host;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The event on whose behalf a thread works. Events that begin meanwhile are caused by it: they have no more time than it has. Thread-safe.
 */
public final class Cause {
    private static final ScopedValue<HostContext> EVENT = ScopedValue.newInstance();

    private Cause() {
    }

    /** Runs something on behalf of an event, on this thread. */
    public static <T> T call(HostContext event, Callable<T> work) throws Exception {
        return ScopedValue.where(EVENT, event).call(work::call);
    }

    /** Nothing on a thread that works for a client from outside. */
    public static Optional<HostContext> current() {
        return EVENT.isBound() ? Optional.of(EVENT.get()) : Optional.empty();
    }
}
