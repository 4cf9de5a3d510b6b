package dev.gyre.api.engine;

import java.util.Locale;

/** WebAssembly features an engine may lack. A module that needs a missing one is refused at deploy. */
public enum Feature {
    BULK_MEMORY, SIGN_EXTENSION, SATURATING_TRUNCATION, MULTI_VALUE, MUTABLE_GLOBALS, REFERENCE_TYPES, EXTENDED_CONST,
    SIMD, RELAXED_SIMD, EXCEPTIONS, LEGACY_EXCEPTIONS, TAIL_CALLS, FUNCTION_REFERENCES, GC, THREADS, MULTI_MEMORY, MEMORY64;

    /** As users know it: {@code bulk-memory}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
