package dev.gyre.component.internal.link;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.link.Entity;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.InterfaceType;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;

/** Shows imports and exports to users. Stateless. */
final class Entities {
    private Entities() {
    }

    static Entity of(Ext type) {
        return switch (type) {
            case Ext.Type(Ty.Value v) -> new Entity.Type(v.type());
            case Ext.Type(Ty.Resource r) -> new Entity.Resource(r.type());
            case Ty.Func f -> new Entity.Function(f.type());
            case Ty.Instance i -> new Entity.Interface(interfaceType(i));
            default -> new Entity.Other(type.kind());
        };
    }

    private static InterfaceType interfaceType(Ty.Instance instance) {
        Map<String, FuncType> functions = new LinkedHashMap<>();
        Map<String, ValueType> types = new LinkedHashMap<>();
        Map<String, ResourceType> resources = new LinkedHashMap<>();
        instance.exports().forEach((name, ext) -> {
            switch (ext) {
                case Ty.Func f -> functions.put(name, f.type());
                case Ext.Type(Ty.Value v) -> types.put(name, v.type());
                case Ext.Type(Ty.Resource r) -> resources.put(name, r.type());
                default -> { }
            }
        });
        return new InterfaceType(functions, types, resources);
    }
}
