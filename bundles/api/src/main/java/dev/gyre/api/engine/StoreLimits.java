package dev.gyre.api.engine;

/**
 * What the guests of one store may use together.
 *
 * @param memoryBytes   of all linear memories; growth beyond it fails, a larger initial size refuses the instance
 * @param tableElements of all tables
 * @param instances     core instances
 * @param heap          shared with other stores: every page in use is taken from it and given back when the store closes;
 *                      when it refuses, growth fails as if {@code memoryBytes} were reached
 * @param stackBytes    of the thread that runs them; 0 where it has what the engine asked for ({@link EngineCapabilities#stackBytes})
 */
public record StoreLimits(long memoryBytes, int tableElements, int instances, HeapBudget heap, long stackBytes) {
    /** Limits of a store that shares no budget. */
    public StoreLimits(long memoryBytes, int tableElements, int instances) {
        this(memoryBytes, tableElements, instances, HeapBudget.unbounded(), 0);
    }
}
