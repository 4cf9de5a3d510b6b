package dev.gyre.component.internal.runtime;

import java.util.OptionalInt;

import dev.gyre.component.internal.abi.Encoding;

/**
 * How a function is lifted or lowered. Immutable.
 *
 * @param instance   of the component, that lifts or lowers
 * @param memory     slot
 * @param realloc    slot
 * @param postReturn slot
 */
public record Options(int instance, Encoding encoding, OptionalInt memory, OptionalInt realloc, OptionalInt postReturn) {
}
