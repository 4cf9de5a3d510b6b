package dev.gyre.wasm;

/** What a module exports. */
public record ExportEntry(String name, EntityKind kind, int index) {
}
