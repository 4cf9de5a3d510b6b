package dev.gyre.component.internal.abi;

/**
 * A list on its way between components.
 *
 * @param block its elements as they are in memory, but for what is held
 * @param held  for each element as many objects as {@link Held#of} says
 */
record HeldList(byte[] block, Object[] held, int count) {
}
