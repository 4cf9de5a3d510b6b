package dev.gyre.api.engine;

/** An import a module declares, in the module's order. */
public record ImportType(String module, String name, ExternType type) {
    @Override
    public String toString() {
        return "\"" + module + "\" \"" + name + "\" " + type;
    }
}
