package dev.gyre.component.internal.binary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.component.internal.abi.Encoding;
import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.internal.types.ModuleTy;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.ResourceType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.SectionEntry;
import dev.gyre.wasm.WasmInput;

/**
 * A core module that says in custom sections what it imports and exports in terms of the component model, as bindings generators leave it
 * before it is made a component ({@code wit-component}, {@code metadata.rs}). Several worlds, of several libraries, may be in one module. Immutable.
 *
 * @param worlds in the order of their sections
 */
public record TypedModule(ModuleTy type, Encoding encoding, List<Ty.Component> worlds) {
    private static final String SECTION = "component-type";
    private static final String ENCODING = "wit-component-encoding";
    /** Versions 1 to 3 of the sections have a head before the component: version, encoding of strings, the world's name. */
    private static final int LAST_WITH_HEAD = 3;

    static boolean is(ModuleBinary module) {
        return module.sections().stream().anyMatch(TypedModule::typed);
    }

    private static boolean typed(SectionEntry section) {
        return section.id() == SectionEntry.CUSTOM && (section.name().equals(SECTION) || section.name().startsWith(SECTION + ":"));
    }

    /** @throws ComponentException when a section is damaged */
    static TypedModule read(ModuleBinary module) {
        ModuleTy type = CoreTypes.of(module);
        List<Ty.Component> worlds = new ArrayList<>();
        int encoding = 0;
        for (SectionEntry section : module.sections().stream().filter(TypedModule::typed).toList()) {
            WasmInput in = new WasmInput(module.bytes(), section.body().start(), section.body().end(), "section " + section.name());
            in.name();
            String wanted = "";
            if (in.hasMore() && in.peek() > 0 && in.peek() <= LAST_WITH_HEAD) {
                in.u8();
                encoding = in.u8();
                wanted = in.name();
            }
            byte[] bytes = Arrays.copyOfRange(module.bytes(), in.position(), in.end());
            encoding = encodingIn(bytes, encoding);
            worlds.add(world(BinaryReader.read(bytes).component().type(), wanted, section.name()));
        }
        if (encoding < 0 || encoding >= Encoding.values().length) {
            throw new ComponentException("section " + SECTION + "* has the unknown string encoding " + encoding);
        }
        return new TypedModule(type, Encoding.values()[encoding], List.copyOf(worlds));
    }

    /** Since version 4 the encoding is a custom section of the component: version and encoding. */
    private static int encodingIn(byte[] component, int otherwise) {
        WasmInput in = new WasmInput(component, 8, component.length, "section " + SECTION + "*");
        while (in.hasMore()) {
            int id = in.u8();
            WasmInput body = in.part(in.u32(), "section");
            if (id == 0 && body.name().equals(ENCODING)) {
                body.u8();
                return body.u8();
            }
            body.skip(body.end() - body.position());
        }
        return otherwise;
    }

    /**
     * The world. What the component exports is the type of one that has it among its exports: alone, or, in older versions, beside all of its package.
     *
     * @param name of the world; empty when there is one only
     */
    private static Ty.Component world(Ty.Component all, String name, String section) {
        Map<String, Ty.Component> worlds = new LinkedHashMap<>();
        for (Ext ext : all.exports().values()) {
            if (ext instanceof Ext.Type(Ty.Component type)) {
                type.exports().forEach((n, inner) -> {
                    if (inner instanceof Ty.Component world) {
                        worlds.put(n, world);
                    }
                });
            }
        }
        return worlds.entrySet().stream().filter(w -> name.isEmpty() || w.getKey().endsWith("/" + name)).map(Map.Entry::getValue).findFirst()
                .orElseThrow(() -> new ComponentException("section " + section + " does not have the world " + name + "; it has: " + String.join(", ", worlds.keySet())));
    }

    /** All that it needs and gives; what a world exports and the module does not have is left out. */
    Ty.Component world() {
        Map<String, Ext> imports = new LinkedHashMap<>();
        Map<String, Ext> exports = new LinkedHashMap<>();
        List<ResourceType.Local> openImport = new ArrayList<>();
        List<ResourceType.Local> openExport = new ArrayList<>();
        for (Ty.Component world : worlds) {
            world.imports().forEach((name, ext) -> {
                if (used(name)) {
                    imports.putIfAbsent(name, ext);
                }
            });
            world.exports().forEach((name, ext) -> {
                if (given(name, ext)) {
                    exports.putIfAbsent(name, ext);
                }
            });
            openImport.addAll(world.openImport());
            openExport.addAll(world.openExport());
        }
        return new Ty.Component(imports, exports, openImport, openExport);
    }

    /** Whether the module imports something of an interface, or what a world imports under that name. */
    boolean used(String name) {
        return type.imports().stream().anyMatch(i -> i.module().equals(name) || i.module().equals("$root") && i.name().equals(name));
    }

    private boolean given(String name, Ext ext) {
        return switch (ext) {
            case Ty.Func _ -> type.exports().containsKey(name);
            case Ty.Instance i -> i.exports().entrySet().stream().filter(e -> e.getValue() instanceof Ty.Func).allMatch(e -> type.exports().containsKey(name + "#" + e.getKey()));
            default -> false;
        };
    }
}
