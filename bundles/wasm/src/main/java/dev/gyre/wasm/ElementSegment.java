package dev.gyre.wasm;

import java.util.List;
import java.util.Optional;

/**
 * @param table       it is copied to
 * @param offset      the expression of where to; nothing for a passive or declared one
 * @param functions   their indices, or empty when given by expressions
 * @param expressions or empty when given by functions
 */
public record ElementSegment(int table, Optional<Span> offset, boolean declared, ValType type, int[] functions, List<Span> expressions) {
    public ElementSegment {
        expressions = List.copyOf(expressions);
    }
}
