package dev.gyre.component.internal.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ImportType;

/** The type of a core module: its imports in order, and its exports by name. */
public record ModuleTy(List<ImportType> imports, Map<String, ExternType> exports) implements Ext {
    public ModuleTy {
        imports = List.copyOf(imports);
        exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
    }
}
