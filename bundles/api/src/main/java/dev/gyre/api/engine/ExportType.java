package dev.gyre.api.engine;

/** An export a module declares, in the module's order. */
public record ExportType(String name, ExternType type) {
}
