package dev.gyre.api.engine;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/**
 * All that one event's guests own: instances, memories, tables, globals. Closing it gives their memory back, and the engine
 * decides whether any of it may be used again: never after a trap, an interrupt or a failed reset.
 *
 * <p>For one thread at a time, except {@link #interrupt}. Several may take turns: see {@link #suspend}.
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

    /**
     * Asks a guest that computes to call back, soon, where it could also be stopped, on its own thread: {@code pause} may block there and the
     * guest goes on afterwards. Not while it is in a host function, nor in what that calls. From any thread; the last request counts.
     * An {@link #interrupt} interrupts the thread, and ends the guest when {@code pause} returns.
     *
     * @return whether this engine can; {@code pause} is not called if not, nor if the guest ends before
     */
    default boolean pause(Runnable pause) {
        return false;
    }

    /**
     * Leaves the store to other threads while a host function waits. So guests that take turns, each with calls of its own in progress,
     * run on a thread each. To be called within a host function, on its thread. The call returns, with the store back, once {@code wait}
     * has ended and nobody else is in the store. An interrupt of the store interrupts all threads that wait like this.
     *
     * @param wait blocks until it is this thread's turn again, or is interrupted; what it throws is thrown on
     * @throws TrapException when the store was interrupted
     */
    void suspend(Runnable wait);

    /** Marks everything in the store as not to be used again, because the host is not sure of its state. */
    void poison();

    /** The pages of linear memory in use now. */
    long memoryPages();

    /** The instances made so far, oldest first. */
    List<CoreInstance> instances();

    @Override
    void close();
}
