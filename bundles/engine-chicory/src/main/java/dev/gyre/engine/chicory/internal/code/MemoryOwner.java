package dev.gyre.engine.chicory.internal.code;

/** The memory behind a view of it. For the store's thread. */
public interface MemoryOwner {
    /** @return the old size in pages, or -1 when the limits refuse */
    long grow(long pages);

    int maximumPages();

    boolean isShared();
}
