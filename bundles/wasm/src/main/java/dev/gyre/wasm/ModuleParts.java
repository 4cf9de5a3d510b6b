package dev.gyre.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What {@link ModuleReader} has read so far. For one thread. */
final class ModuleParts {
    final List<SectionEntry> sections = new ArrayList<>();
    final List<TypeDef> types = new ArrayList<>();
    final List<ImportEntry> imports = new ArrayList<>();
    /** Functions, tables, memories, globals and tags of its own, each kind in order. */
    final List<EntityType> defined = new ArrayList<>();
    final List<ExportEntry> exports = new ArrayList<>();
    final List<Span> expressions = new ArrayList<>();
    final List<ElementSegment> elements = new ArrayList<>();
    final List<DataSegment> data = new ArrayList<>();
    final List<Span> bodies = new ArrayList<>();
    OptionalInt start = OptionalInt.empty();
    OptionalInt dataCount = OptionalInt.empty();
    int functions;
    boolean initializedTables;
}
