package dev.gyre.wasm;

import java.util.Optional;

/**
 * @param memory it is copied to
 * @param offset the expression of where to; nothing for a passive one
 */
public record DataSegment(int memory, Optional<Span> offset, Span data) {
}
