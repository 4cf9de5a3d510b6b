package dev.gyre.engine.chicory.internal.code;

/** Where a guest finds itself that was asked to end or to pause. */
public interface Checkpoint {
    /** Called by guest code, on the store's thread. @throws GuestTrap when the guest has to end */
    void reached();

    /**
     * Called by a function that leaves less of the stack than its view says, or was asked to.
     *
     * @param left bytes
     * @throws GuestTrap when it is too little, too
     */
    void reached(int left);
}
