package dev.gyre.engine.chicory.internal.run;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** How many bytes all pools of an engine may keep: in equal shares, since a module's pool goes with the module. Thread-safe. */
public final class PoolBudget {
    private final long bytes;
    private final List<WeakReference<MemoryPool>> pools = new ArrayList<>();
    private volatile long share;

    /** @param bytes in all; 0 turns pooling off */
    public PoolBudget(long bytes) {
        this.bytes = bytes;
        this.share = bytes;
    }

    /** An eighth of the heap: idle memories must not press those in use. */
    public static PoolBudget ofHeap() {
        return new PoolBudget(Runtime.getRuntime().maxMemory() / 8);
    }

    synchronized void add(MemoryPool pool) {
        pools.removeIf(p -> p.refersTo(null));
        pools.add(new WeakReference<>(pool));
        share = bytes / pools.size();
    }

    /** What one pool may keep. It shrinks with the next module; what a pool has above it is used up first. */
    long share() {
        return share;
    }
}
