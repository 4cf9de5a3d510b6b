package dev.gyre.api.abi;

/**
 * How a core module of 2022 lays out aggregate results in memory. Names and signatures of the two are the same.
 */
public enum CoreLayout {
    /** Generations G0 and G1 (until Spin 0.3, wit-bindgen 2f46ce4c): every flat value in its own 8-byte slot, tags as i32. */
    SLOTS,
    /** Generation G2 (Spin 0.4 and later, wit-bindgen cb871cfa): the canonical ABI's memory layout, tags as u8. */
    PACKED
}
