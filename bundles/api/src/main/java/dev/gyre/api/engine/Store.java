package dev.gyre.api.engine;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/**
 * All that one event's guests own: instances, memories, tables, globals. Closing it gives their memory back, and the engine
 * decides whether any of it may be used again: never after a trap, an interrupt or a failed reset.
 *
 * <p>For one thread at a time, except {@link #interrupt}.
 */
@ProviderType
public interface Store extends AutoCloseable {
    Object data();

    /** A host function as an extern, so that it can fill a {@link ImportBinding.Deferred} slot or a table element. */
    CoreFunction function(HostFunction function);

    /** A memory of the host's making, within this store's limits. */
    LinearMemory memory(ExternType.Mem type);

    /** A table of the host's making. */
    Table table(ExternType.Tab type);

    /** A global of the host's making. */
    Global global(ExternType.Glob type, long initial);

    /**
     * Stops whatever the guest does, soon: the running call, or the next one, ends with {@link TrapException} of this kind.
     * Also wakes a host function that blocks. From any thread, any number of times; the first kind wins.
     */
    void interrupt(TrapKind kind);

    /** Marks everything in the store as not to be used again, because the host is not sure of its state. */
    void poison();

    /** The pages of linear memory in use now. */
    long memoryPages();

    /** The instances made so far, oldest first. */
    List<CoreInstance> instances();

    @Override
    void close();
}
