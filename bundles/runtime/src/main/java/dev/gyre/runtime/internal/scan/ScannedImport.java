package dev.gyre.runtime.internal.scan;

/**
 * An import as the binary states it.
 *
 * @param type in words for messages: a function's type, or {@code memory}, {@code table}, {@code global}, {@code tag}
 */
public record ScannedImport(String module, String name, String type) {
    @Override
    public String toString() {
        return "\"" + module + "\" \"" + name + "\" " + type;
    }
}
