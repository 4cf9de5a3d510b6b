package dev.gyre.api.host;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.api.engine.Caller;

/** One event's side of a component: what its host functions work with. For the event's thread. */
@ProviderType
public interface HostContext {
    /** The event a guest's call belongs to. */
    static HostContext of(Caller caller) {
        return (HostContext) caller.data();
    }

    ComponentContext component();

    /** The component's environment and the event's, the event's winning. */
    Map<String, String> environment();

    List<String> arguments();

    InputStream stdin();

    /** Never closed by host functions. Writing throws {@link java.io.IOException} once a limit is reached. */
    OutputStream stdout();

    OutputStream stderr();

    /** Nanoseconds left until the event's deadline; negative once it has passed, {@link Long#MAX_VALUE} without one. */
    long remainingNanos();

    /** The event whose guest asked for this one, see {@link Cause}; nothing for one from outside. */
    default Optional<HostContext> cause() {
        return Optional.empty();
    }

    /** A host module's state for this event, made on first use; closed with the event when it is {@link AutoCloseable}. */
    <S> S state(StateKey<S> key);
}
