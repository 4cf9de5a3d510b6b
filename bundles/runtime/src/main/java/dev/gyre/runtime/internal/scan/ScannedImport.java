package dev.gyre.runtime.internal.scan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.wasm.EntityType;
import dev.gyre.wasm.ImportEntry;
import dev.gyre.wasm.ModuleBinary;

/**
 * An import as the binary states it.
 *
 * @param type in words for messages: a function's type, or {@code memory}, {@code table}, {@code global}, {@code tag}
 */
public record ScannedImport(String module, String name, String type) {
    /** The first import of each import module. */
    public static List<ScannedImport> firstOf(ModuleBinary module) {
        Map<String, ScannedImport> first = new LinkedHashMap<>();
        module.imports().forEach(i -> first.computeIfAbsent(i.module(), m -> new ScannedImport(m, i.name(), words(module, i))));
        return List.copyOf(first.values());
    }

    private static String words(ModuleBinary module, ImportEntry entry) {
        return entry.type() instanceof EntityType.Function function
                ? module.funcType(function.type()).map(Object::toString).orElse("function") : entry.type().kind().toString();
    }

    @Override
    public String toString() {
        return "\"" + module + "\" \"" + name + "\" " + type;
    }
}
