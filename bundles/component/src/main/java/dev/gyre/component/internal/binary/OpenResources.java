package dev.gyre.component.internal.binary;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.type.ResourceType;

/** Finds the resource types that exports make known. Stateless. */
final class OpenResources {
    private OpenResources() {
    }

    static Set<ResourceType.Local> of(Map<String, Ext> exports) {
        Set<ResourceType.Local> found = new LinkedHashSet<>();
        collect(exports, found);
        return found;
    }

    private static void collect(Map<String, Ext> exports, Set<ResourceType.Local> found) {
        exports.values().forEach(ext -> {
            if (ext instanceof Ext.Type(Ty.Resource(ResourceType.Local r))) {
                found.add(r);
            } else if (ext instanceof Ty.Instance i) {
                collect(i.exports(), found);
            }
        });
    }
}
