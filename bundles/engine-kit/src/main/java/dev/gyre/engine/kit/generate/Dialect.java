package dev.gyre.engine.kit.generate;

/** How much of what is valid is generated. */
public enum Dialect {
    EVERYTHING,
    /**
     * Without what an engine here gets wrong. Blocks and loops with parameters: Chicory 1.7.5 compiles branches out of such a block
     * without dropping the parameters, its interpreter keeps too much at their end, and GraalWasm 25.0.4 makes its frames too small.
     * Functions that end right after their last block: Chicory's parser takes a branch to the end of the one for one to the other's.
     */
    COMMON,
    /** Nor with the operators that Chicory's own interpreter gets wrong, {@code f32.copysign} and {@code f32.convert_i64_u}. */
    INTERPRETED
}
