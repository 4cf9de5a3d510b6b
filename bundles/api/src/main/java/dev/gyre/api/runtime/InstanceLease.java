package dev.gyre.api.runtime;

import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.TrapKind;

/**
 * An instance of its own for one event. Close it when the event ends, whatever happened; it must not be used afterwards.
 * For one thread at a time, except {@link #interrupt}.
 */
@ProviderType
public interface InstanceLease extends AutoCloseable {
    /** @throws IllegalStateException when the component is one of the component model, which is many instances: see {@link #invoke} */
    CoreInstance instance();

    /** See {@link dev.gyre.api.host.ComponentContext#layout()}. */
    Optional<CoreLayout> layout();

    /**
     * Calls an export.
     *
     * @throws dev.gyre.api.engine.TrapException when the guest traps, breaks a convention or is out of time
     * @throws dev.gyre.api.engine.GuestExit     when it exits
     */
    long[] call(String export, long... args);

    /**
     * Calls a function that a component of the component model exports.
     *
     * @param interfaceName exactly as exported; empty for a function outside of an interface
     * @param args          in the canonical form of {@code dev.gyre.component.value}; resources of the host are their Java objects
     * @return the result in the same form; empty for a function without one
     * @throws dev.gyre.api.engine.TrapException when the guest traps, breaks a convention or is out of time
     * @throws dev.gyre.api.engine.GuestExit     when it exits
     */
    Optional<Object> invoke(String interfaceName, String function, Object... args);

    /** Ends the guest's running or next call. From any thread. */
    void interrupt(TrapKind kind);

    /** Ends the event: logs are written, state is closed, memory goes back. */
    @Override
    void close();
}
