package dev.gyre.engine.graalwasm.internal.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.wasm.EntityKind;
import dev.gyre.wasm.EntityType;
import dev.gyre.wasm.ExportEntry;
import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ImportEntry;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.NameSection;

/** What a module declares, and by which names GraalWasm knows it after {@link ModuleRewriter}. Immutable. */
public final class ModuleShape {
    private final String id;
    private final List<ImportType> imports = new ArrayList<>();
    private final List<ExportType> exports = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<ExternType.Mem> ownMemories;
    private final List<ExternType.Tab> ownTables;
    private final Map<Integer, String> names;
    /** The names that functions have in the rewritten module. */
    private final Pattern members;
    private final String start;

    /**
     * Where an export is found.
     *
     * @param member   its name in the rewritten module
     * @param imported its place among all imports, or -1 for the module's own
     */
    public record Slot(ExternType type, String member, int imported) {
    }

    /**
     * @param id tells it from all other modules
     * @throws ModuleException when exports or the start function are not what a valid module has
     */
    ModuleShape(ModuleBinary module, String id) {
        this.id = id;
        this.members = Pattern.compile("f\\d+@" + Pattern.quote(id));
        for (ImportEntry entry : module.imports()) {
            imports.add(new ImportType(entry.module(), entry.name(), Types.extern(module, entry.type())));
        }
        for (ExportEntry entry : module.exports()) {
            List<EntityType> space = module.all(entry.kind());
            if (entry.index() >= space.size()) {
                throw new ModuleException("no valid module: export \"" + entry.name() + "\" is " + entry.kind() + " " + entry.index() + " of " + space.size());
            }
            if (positions.put(entry.name(), slots.size()) != null) {
                throw new ModuleException("no valid module: \"" + entry.name() + "\" is exported twice");
            }
            ExternType type = Types.extern(module, space.get(entry.index()));
            slots.add(new Slot(type, member(id, entry.kind(), entry.index()), imported(module, entry.kind(), entry.index())));
            exports.add(new ExportType(entry.name(), type));
        }
        this.ownMemories = own(module, EntityKind.MEMORY).stream().map(m -> (ExternType.Mem) Types.extern(module, m)).toList();
        this.ownTables = own(module, EntityKind.TABLE).stream().map(t -> (ExternType.Tab) Types.extern(module, t)).toList();
        this.start = start(module, id);
        this.names = names(module);
    }

    private static String start(ModuleBinary module, String id) {
        if (module.start().isEmpty()) {
            return null;
        }
        int function = module.start().getAsInt();
        if (!module.typeOf(function).equals(Optional.of(new FuncType(List.of(), List.of())))) {
            throw new ModuleException("no valid module: the start function " + function + " is none without parameters and results");
        }
        return member(id, EntityKind.FUNCTION, function);
    }

    private static Map<Integer, String> names(ModuleBinary module) {
        Map<Integer, String> names = new HashMap<>();
        for (ExportEntry entry : module.exports()) {
            if (entry.kind() == EntityKind.FUNCTION) {
                names.putIfAbsent(entry.index(), entry.name());
            }
        }
        names.putAll(NameSection.functions(module));
        return names;
    }

    private static List<EntityType> own(ModuleBinary module, EntityKind kind) {
        List<EntityType> all = module.all(kind);
        return all.subList((int) module.imports().stream().filter(i -> i.type().kind() == kind).count(), all.size());
    }

    private static int imported(ModuleBinary module, EntityKind kind, int index) {
        int seen = 0;
        List<ImportEntry> entries = module.imports();
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).type().kind() == kind && seen++ == index) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The name by which something is exported. GraalWasm puts a function's into back-traces, often with nothing else, so it
     * says which module's it is.
     */
    static String member(String id, EntityKind kind, int index) {
        return kind.toString().charAt(0) + "" + index + '@' + id;
    }

    public String id() {
        return id;
    }

    public List<ImportType> imports() {
        return List.copyOf(imports);
    }

    public List<ExportType> exports() {
        return List.copyOf(exports);
    }

    /** One for each of {@link #exports()}, in the same order. */
    public List<Slot> slots() {
        return slots;
    }

    /** The place of an export, or -1. */
    public int position(String export) {
        return positions.getOrDefault(export, -1);
    }

    public List<ExternType.Mem> ownMemories() {
        return ownMemories;
    }

    public List<ExternType.Tab> ownTables() {
        return ownTables;
    }

    public boolean hasStart() {
        return start != null;
    }

    /** The name the start function is exported by: it is called when the instance is there, as its host functions look at it. */
    public String start() {
        return start;
    }

    /** The index of the function of that name in back-traces, or -1 when it is not one of this module. */
    public int function(String root) {
        if (root == null || !root.startsWith("f") || !root.endsWith('@' + id)) {
            return -1;
        }
        return Integer.parseInt(root.substring(1, root.length() - id.length() - 1));
    }

    /**
     * A message of GraalWasm's in the words of the module's author.
     *
     * @param module what the module is called in messages
     */
    public String readable(String message, String module) {
        return message.contains(id) ? members.matcher(message).replaceAll(m -> Matcher.quoteReplacement(called(m.group()))).replace(id, module) : message;
    }

    private String called(String member) {
        int index = function(member);
        return Optional.ofNullable(names.get(index)).filter(n -> !n.isEmpty()).map(n -> '"' + n + '"').orElse(String.valueOf(index));
    }

    /** From the name section, or the name it is exported by, or empty. */
    public String functionName(int index) {
        return names.getOrDefault(index, "");
    }
}
