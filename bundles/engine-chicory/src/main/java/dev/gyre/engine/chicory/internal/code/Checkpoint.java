package dev.gyre.engine.chicory.internal.code;

/** Where a guest finds itself that was asked to end or to pause. */
public interface Checkpoint {
    /** Called by guest code, on the store's thread. @throws GuestTrap when the guest has to end */
    void reached();
}
