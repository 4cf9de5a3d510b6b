package dev.gyre.api.engine;

/** What an import is bound to when a module is prepared. */
public sealed interface ImportBinding {
    /** A host function, the same for every instance; it finds the event through {@link Caller#data()}. */
    record Host(HostFunction function) implements ImportBinding {
    }

    /**
     * Something known only when instantiating, such as a memory of another instance.
     *
     * @param slot index into the externs given to {@link InstancePre#instantiate}
     */
    record Deferred(int slot) implements ImportBinding {
    }
}
