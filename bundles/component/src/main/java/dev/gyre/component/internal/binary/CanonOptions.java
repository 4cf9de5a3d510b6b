package dev.gyre.component.internal.binary;

import java.util.OptionalInt;

import dev.gyre.component.internal.abi.Encoding;

/** How a function is lifted or lowered ({@code canonopt}); the numbers are core indices of the component. */
public record CanonOptions(Encoding encoding, OptionalInt memory, OptionalInt realloc, OptionalInt postReturn, boolean async, OptionalInt callback) {
}
