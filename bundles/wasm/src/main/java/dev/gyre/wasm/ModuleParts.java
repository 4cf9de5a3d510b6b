package dev.gyre.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What {@link ModuleReader} has read so far. For one thread. */
final class ModuleParts {
    List<SectionEntry> sections = new ArrayList<>();
    List<TypeDef> types = new ArrayList<>();
    List<ImportEntry> imports = new ArrayList<>();
    /** Functions, tables, memories, globals and tags of its own, each kind in order. */
    List<EntityType> defined = new ArrayList<>();
    List<ExportEntry> exports = new ArrayList<>();
    List<Span> expressions = new ArrayList<>();
    List<ElementSegment> elements = new ArrayList<>();
    List<DataSegment> data = new ArrayList<>();
    List<Span> bodies = new ArrayList<>();
    OptionalInt start = OptionalInt.empty();
    OptionalInt dataCount = OptionalInt.empty();
    int functions;
    boolean initializedTables;

    /** For those who only read from now on, and need not copy what cannot change. */
    ModuleParts unchangeable() {
        sections = List.copyOf(sections);
        types = List.copyOf(types);
        imports = List.copyOf(imports);
        defined = List.copyOf(defined);
        exports = List.copyOf(exports);
        expressions = List.copyOf(expressions);
        elements = List.copyOf(elements);
        data = List.copyOf(data);
        bodies = List.copyOf(bodies);
        return this;
    }
}
