package dev.gyre.api.host;

/** Host interfaces prepared for one component. Thread-safe. */
@FunctionalInterface
public interface BoundHostInterfaces extends AutoCloseable {
    /**
     * The object whose methods one event calls. Made when the event first calls one of them, on its thread, and closed with the
     * event when it is {@link AutoCloseable}; may also be one object for all events, which must then be thread-safe and not closeable.
     *
     * @param type one of the classes {@link HostInterfaceProvider#interfaces} names
     */
    Object create(Class<?> type, HostContext event);

    /** Frees what {@link HostInterfaceProvider#bind} took; no event uses it any more. */
    @Override
    default void close() {
    }
}
