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

    /** Ends the guest's running or next call. From any thread. */
    void interrupt(TrapKind kind);

    /** Ends the event: logs are written, state is closed, memory goes back. */
    @Override
    void close();
}
