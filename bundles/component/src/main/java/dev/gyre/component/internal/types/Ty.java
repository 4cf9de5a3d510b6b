package dev.gyre.component.internal.types;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;

/** What a type index stands for. */
public sealed interface Ty {
    /** A value's type. */
    record Value(ValueType type) implements Ty {
    }

    /** A resource's type. */
    record Resource(ResourceType.Local type) implements Ty {
    }

    /** A function's type. */
    record Func(FuncType type) implements Ty, Ext {
    }

    /**
     * An instance's type.
     *
     * @param exports in order
     * @param open    resource types among the exports that are different ones for each instance of this type
     */
    record Instance(Map<String, Ext> exports, List<ResourceType.Local> open) implements Ty, Ext {
        public Instance {
            exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
            open = List.copyOf(open);
        }
    }

    /**
     * A component's type.
     *
     * @param imports    in order
     * @param exports    in order
     * @param openImport resource types that whoever instantiates it chooses
     * @param openExport resource types that are new ones in each instance
     */
    record Component(Map<String, Ext> imports, Map<String, Ext> exports, List<ResourceType.Local> openImport, List<ResourceType.Local> openExport)
            implements Ty, Ext {
        public Component {
            imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
            exports = Collections.unmodifiableMap(new LinkedHashMap<>(exports));
            openImport = List.copyOf(openImport);
            openExport = List.copyOf(openExport);
        }
    }
}
