package dev.gyre.wasm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A module's outline: everything but what its instructions and segments hold, which are ranges of its bytes. Its bytes must
 * not be changed. Immutable.
 */
public final class ModuleBinary {
    private final byte[] bytes;
    private final ModuleParts parts;
    private final int[] functionTypes;
    private final int importedFunctions;
    private final Map<EntityKind, List<EntityType>> entities = new HashMap<>();

    private ModuleBinary(byte[] bytes, ModuleParts parts) {
        this.bytes = bytes;
        this.parts = parts.unchangeable();
        for (EntityKind kind : EntityKind.values()) {
            entities.put(kind, new ArrayList<>());
        }
        parts.imports.forEach(i -> entities.get(i.type().kind()).add(i.type()));
        importedFunctions = entities.get(EntityKind.FUNCTION).size();
        parts.defined.forEach(d -> entities.get(d.kind()).add(d));
        entities.replaceAll((kind, all) -> List.copyOf(all));
        functionTypes = entities.get(EntityKind.FUNCTION).stream().mapToInt(f -> ((EntityType.Function) f).type()).toArray();
    }

    /** Reads a module. @throws MalformedModuleException when the bytes are not one */
    public static ModuleBinary read(byte[] bytes) {
        return new ModuleBinary(bytes, new ModuleReader(bytes).read());
    }

    public byte[] bytes() {
        return bytes;
    }

    public List<SectionEntry> sections() {
        return parts.sections;
    }

    /** The section of that id, one of {@link SectionEntry}'s constants; the first one of custom sections. */
    public Optional<SectionEntry> section(int id) {
        return parts.sections.stream().filter(s -> s.id() == id).findFirst();
    }

    public Optional<SectionEntry> customSection(String name) {
        return parts.sections.stream().filter(s -> s.id() == SectionEntry.CUSTOM && s.name().equals(name)).findFirst();
    }

    public List<TypeDef> types() {
        return parts.types;
    }

    /** A type that must be a function's; nothing for another kind or an index there is not. */
    public Optional<FuncType> funcType(int type) {
        return type >= 0 && type < parts.types.size() && parts.types.get(type) instanceof TypeDef.Function f ? Optional.of(f.type()) : Optional.empty();
    }

    public List<ImportEntry> imports() {
        return parts.imports;
    }

    public List<ExportEntry> exports() {
        return parts.exports;
    }

    /** The index of an exported function. */
    public OptionalInt exportedFunction(String name) {
        return parts.exports.stream().filter(e -> e.kind() == EntityKind.FUNCTION && e.name().equals(name)).mapToInt(ExportEntry::index).findFirst();
    }

    /** How many functions are imported: the index of the first one with a body. */
    public int importedFunctions() {
        return importedFunctions;
    }

    /** All functions, imported ones first. */
    public int functions() {
        return functionTypes.length;
    }

    /** The index of a function's type. */
    public int functionType(int function) {
        return functionTypes[function];
    }

    /** A function's type, where both are there. */
    public Optional<FuncType> typeOf(int function) {
        return function < 0 || function >= functionTypes.length ? Optional.empty() : funcType(functionTypes[function]);
    }

    /** Everything of one index space, imported ones first. */
    public List<EntityType> all(EntityKind kind) {
        return entities.get(kind);
    }

    /** Bodies of the functions that are not imported. */
    public List<Span> bodies() {
        return parts.bodies;
    }

    /** A function's locals and where its instructions are; nothing for an imported one or an index there is not. */
    public Optional<CodeBody> body(int function) {
        int own = function - importedFunctions;
        if (own < 0 || own >= parts.bodies.size()) {
            return Optional.empty();
        }
        Span body = parts.bodies.get(own);
        return Optional.of(CodeBody.read(new WasmInput(bytes, body.start(), body.end(), "code section")));
    }

    /** Expressions that give globals and tables their first values, and segments their places. */
    public List<Span> constantExpressions() {
        return parts.expressions;
    }

    public OptionalInt start() {
        return parts.start;
    }

    public List<ElementSegment> elements() {
        return parts.elements;
    }

    public List<DataSegment> data() {
        return parts.data;
    }

    /** Whether tables are declared in the way that gives their elements a first value. */
    boolean hasInitializedTables() {
        return parts.initializedTables;
    }
}
