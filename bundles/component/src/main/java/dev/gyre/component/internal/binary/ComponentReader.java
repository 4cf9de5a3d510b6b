package dev.gyre.component.internal.binary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.component.internal.types.Ext;
import dev.gyre.component.internal.types.ModuleTy;
import dev.gyre.component.internal.types.Substitution;
import dev.gyre.component.internal.types.Ty;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.ResourceType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.WasmInput;

/** Reads and checks one component's sections, front to back (Binary.md, version 0x0d). For one thread. */
final class ComponentReader {
    private static final byte[] HEADER = {0, 'a', 's', 'm', 0x0d, 0, 1, 0};
    private static final int DEEPEST = 50;

    private final byte[] bytes;
    private final Scope scope;
    private final int depth;
    private final TypeReader typeReader;

    ComponentReader(byte[] bytes, Scope scope, int depth) {
        this.bytes = bytes;
        this.scope = scope;
        this.depth = depth;
        this.typeReader = new TypeReader(scope, 0);
    }

    static boolean isComponent(byte[] bytes, int start, int end) {
        return end - start >= HEADER.length && Arrays.equals(bytes, start, start + HEADER.length, HEADER, 0, HEADER.length);
    }

    ComponentBinary read(int start, int end) {
        if (depth > DEEPEST) {
            throw new ComponentException("components are nested more than " + DEEPEST + " deep");
        }
        if (!isComponent(bytes, start, end)) {
            throw new ComponentException("no component (version 0x0d, layer 1) begins at byte " + start);
        }
        WasmInput in = new WasmInput(bytes, start + HEADER.length, end, "list of sections");
        while (in.hasMore()) {
            int id = in.u8();
            int length = in.u32();
            WasmInput body = in.part(length, "section " + SECTIONS.getOrDefault(id, String.valueOf(id)));
            section(id, body);
            if (id != 0 && body.hasMore()) {
                throw body.damaged("bytes follow its last entry");
            }
        }
        return new ComponentBinary(scope.steps, type());
    }

    private static final Map<Integer, String> SECTIONS = Map.ofEntries(Map.entry(0, "custom"), Map.entry(1, "core module"), Map.entry(2, "core instance"),
            Map.entry(3, "core type"), Map.entry(4, "component"), Map.entry(5, "instance"), Map.entry(6, "alias"), Map.entry(7, "type"),
            Map.entry(8, "canon"), Map.entry(9, "start"), Map.entry(10, "import"), Map.entry(11, "export"), Map.entry(12, "value"));

    private void section(int id, WasmInput in) {
        switch (id) {
            case 0 -> in.name();
            case 1 -> coreModule(in);
            case 2 -> each(in, () -> coreInstance(in));
            case 3 -> each(in, () -> typeReader.coreType(in));
            case 4 -> nested(in);
            case 5 -> each(in, () -> instance(in));
            case 6 -> each(in, () -> typeReader.alias(in));
            case 7 -> each(in, () -> typeReader.type(in));
            case 8 -> each(in, () -> new CanonReader(scope, typeReader).read(in));
            case 9, 12 -> throw in.damaged("start functions and values of components are not supported");
            case 10 -> each(in, () -> typeReader.importDecl(in));
            case 11 -> each(in, () -> export(in));
            default -> throw in.damaged("there is no section of id " + id);
        }
    }

    private void each(WasmInput in, Runnable entry) {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            scope.valid.define();
            entry.run();
        }
    }

    private void coreModule(WasmInput in) {
        byte[] module = Arrays.copyOfRange(bytes, in.position(), in.end());
        in.skip(module.length);
        ModuleTy type = CoreTypes.of(ModuleBinary.read(module));
        scope.modules.add(type);
        scope.steps.add(new Step.CoreModule(scope.valid.modules().size(), type));
        scope.valid.modules().add(module);
    }

    private void nested(WasmInput in) {
        Scope inner = Scope.component(Optional.of(scope), scope.valid);
        ComponentBinary component = new ComponentReader(bytes, inner, depth + 1).read(in.position(), in.end());
        in.skip(in.end() - in.position());
        scope.components.add(component.type());
        scope.steps.add(new Step.Nested(component));
    }

    private void coreInstance(WasmInput in) {
        int form = in.u8();
        if (form == 0) {
            int module = in.u32();
            ModuleTy type = Scope.at(scope.modules, module, Sort.CORE_MODULE);
            Map<String, Integer> args = new LinkedHashMap<>();
            each(in, () -> {
                String name = in.name();
                Sort sort = Sort.readCore(in);
                int index = in.u32();
                if (sort != Sort.CORE_INSTANCE) {
                    throw in.damaged("a core module is instantiated with a " + sort + ", not with an instance");
                }
                Scope.at(scope.coreInstances, index, sort);
                if (args.put(name, index) != null) {
                    throw new ComponentException("duplicate module instantiation argument named `" + name + "`");
                }
            });
            for (ImportType i : type.imports()) {
                check(i, args);
            }
            scope.coreInstances.add(type.exports());
            scope.steps.add(new Step.CoreInstantiate(module, args));
        } else if (form == 1) {
            Map<String, Step.Ref> exports = new LinkedHashMap<>();
            Map<String, ExternType> types = new LinkedHashMap<>();
            each(in, () -> {
                String name = in.name();
                Step.Ref ref = new Step.Ref(Sort.readCore(in), in.u32());
                types.put(name, scope.core(ref));
                if (exports.put(name, ref) != null) {
                    throw new ComponentException("duplicate export name `" + name + "` of a core instance already defined");
                }
            });
            scope.coreInstances.add(types);
            scope.steps.add(new Step.CoreBag(exports));
        } else {
            throw in.damaged(form + " is no form of core instance");
        }
    }

    private void check(ImportType wanted, Map<String, Integer> args) {
        Integer instance = args.get(wanted.module());
        if (instance == null) {
            throw new ComponentException("missing module instantiation argument named `" + wanted.module() + "`");
        }
        ExternType given = scope.coreInstances.get(instance).get(wanted.name());
        if (given == null) {
            throw new ComponentException("module instantiation argument `" + wanted.module() + "` does not export an item named `" + wanted.name() + "`");
        }
        if (!wanted.type().accepts(given)) {
            throw new ComponentException("type mismatch: import " + wanted + " of a core module gets " + given.describe());
        }
    }

    private void instance(WasmInput in) {
        int form = in.u8();
        if (form == 0) {
            int component = in.u32();
            Ty.Component type = Scope.at(scope.components, component, Sort.COMPONENT);
            Map<String, Step.Ref> args = new LinkedHashMap<>();
            each(in, () -> {
                String name = in.name();
                if (args.put(name, new Step.Ref(Sort.read(in), in.u32())) != null) {
                    throw new ComponentException("duplicate argument `" + name + "`: it conflicts with previous argument");
                }
            });
            Map<String, Ext> given = new LinkedHashMap<>();
            args.forEach((name, ref) -> given.put(name, scope.ext(ref)));
            Substitution chosen = scope.valid.matching().check(given, type.imports(), type.openImport(), "import");
            Ty.Instance exports = new Ty.Instance(chosen.entries(type.exports()), type.openExport());
            Ty.Instance result = (Ty.Instance) scope.opened(exports, scope.openExport);
            scope.instances.add(result);
            scope.steps.add(new Step.Instantiate(component, args, result));
        } else if (form == 1) {
            Map<String, Step.Ref> exports = new LinkedHashMap<>();
            Map<String, Ext> types = new LinkedHashMap<>();
            NameRules names = new NameRules();
            each(in, () -> {
                TypeReader.ExternName extern = TypeReader.externName(in);
                Step.Ref ref = new Step.Ref(Sort.read(in), in.u32());
                Ext is = scope.ext(ref);
                // nothing can refer to what is made known here, so that the members of a resource have none to belong to
                extern.check(is, names, "instance export", Map.of());
                exports.put(extern.name(), ref);
                types.put(extern.name(), is);
            });
            scope.instances.add(new Ty.Instance(types, List.of()));
            scope.steps.add(new Step.Bag(exports));
        } else {
            throw in.damaged(form + " is no form of instance");
        }
    }

    private void export(WasmInput in) {
        TypeReader.ExternName extern = TypeReader.externName(in);
        String name = extern.name();
        Step.Ref ref = new Step.Ref(Sort.read(in), in.u32());
        Ext is = scope.ext(ref);
        Ext type = is instanceof Ext.Type(Ty t) ? new Ext.Type(Visibility.known(t)) : is;
        if (ValueTypeReader.flag(in)) {
            List<ResourceType.Local> open = new ArrayList<>();
            type = typeReader.externType(in, open);
            scope.valid.matching().check(Map.of(name, is), Map.of(name, type), open, "export");
            scope.openExport.addAll(open);
        }
        extern.check(type, scope.exportNames, "export", scope.exports);
        scope.visible.orElseThrow().exported(name, type);
        scope.exports.put(name, type);
        scope.add(type);
        scope.steps.add(new Step.Export(name, ref, type));
    }

    private Ty.Component type() {
        List<ResourceType.Local> open = OpenResources.of(scope.exports).stream().filter(r -> !scope.openImport.contains(r)).toList();
        return new Ty.Component(scope.imports, scope.exports, scope.openImport, open);
    }
}
