package dev.gyre.wasm;

/** What a module imports. */
public record ImportEntry(String module, String name, EntityType type) {
    @Override
    public String toString() {
        return "\"" + module + "\" \"" + name + "\" " + type.kind();
    }
}
