package dev.gyre.api.engine;

/**
 * What the guests of one store may use together.
 *
 * @param memoryBytes   of all linear memories; growth beyond it fails, a larger initial size refuses the instance
 * @param tableElements of all tables
 * @param instances     core instances
 */
public record StoreLimits(long memoryBytes, int tableElements, int instances) {
}
