package dev.gyre.component.link;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.api.engine.Store;

/** An instance of a component, in a store of its own. For one thread at a time. */
@ProviderType
public interface ComponentInstance extends AutoCloseable {
    Store store();

    /** Whether a trap has ended it: nothing in it can be called any more. */
    boolean trapped();

    /**
     * Tells the destructors of the host's resources about every owned handle that the guest has left. Guest code does not run.
     * Does not close the store. A destructor that throws does not keep the others from running; the first exception is thrown at the end.
     */
    @Override
    void close();
}
