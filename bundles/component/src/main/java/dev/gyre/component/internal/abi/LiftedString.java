package dev.gyre.component.internal.abi;

/**
 * A string on its way between components: which allocations its lowering makes depends on how it was encoded.
 *
 * @param latin1 whether it was held in Latin-1
 * @param units  its code units there
 */
record LiftedString(String text, Encoding encoding, boolean latin1, int units) {
}
