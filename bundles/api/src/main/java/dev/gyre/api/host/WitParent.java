package dev.gyre.api.host;

/** A resource that others are parts of, such as a body and its stream: a guest that drops it before them traps. For the event's thread. */
public interface WitParent {
    /** Whether the guest has parts of it. */
    boolean hasParts();
}
