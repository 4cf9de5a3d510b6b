package dev.gyre.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a module's sections once, front to back. For one thread. */
final class ModuleReader {
    private static final int TABLE_WITH_INITIAL_VALUE = 0x40;
    private static final ValType FUNCREF = ValType.FUNCREF;

    private final byte[] bytes;
    private final ModuleParts parts = new ModuleParts();

    ModuleReader(byte[] bytes) {
        this.bytes = bytes;
    }

    ModuleParts read() {
        ModuleHeader.check(bytes);
        WasmInput in = new WasmInput(bytes, ModuleHeader.LENGTH, bytes.length, "list of sections");
        int last = 0;
        while (in.hasMore()) {
            int start = in.position();
            int id = in.u8();
            if (!SectionEntry.known(id)) {
                throw new MalformedModuleException("there is no section of id " + id, "list of sections", start);
            }
            int length = in.u32();
            if (length > in.end() - in.position()) {
                throw in.damaged("the " + SectionEntry.name(id) + " has " + length + " bytes, but only " + (in.end() - in.position())
                        + " are left; the module is truncated");
            }
            WasmInput body = in.part(length, SectionEntry.name(id));
            if (id != SectionEntry.CUSTOM) {
                if (SectionEntry.order(id) <= last) {
                    throw new MalformedModuleException("the " + SectionEntry.name(id) + " is there twice or too late", "list of sections", start);
                }
                last = SectionEntry.order(id);
            }
            Span span = new Span(body.position(), body.end());
            parts.sections.add(new SectionEntry(id, start, span, id == SectionEntry.CUSTOM ? body.name() : ""));
            section(id, body);
            if (id != SectionEntry.CUSTOM && body.hasMore()) {
                throw body.damaged("bytes follow its last entry");
            }
        }
        if (parts.functions != parts.bodies.size()) {
            throw in.damaged("it declares " + parts.functions + " functions and has " + parts.bodies.size() + " bodies");
        }
        if (parts.dataCount.isPresent() && parts.dataCount.getAsInt() != parts.data.size()) {
            throw in.damaged("it announces " + parts.dataCount.getAsInt() + " data segments and has " + parts.data.size());
        }
        return parts;
    }

    private void section(int id, WasmInput in) {
        switch (id) {
            case SectionEntry.TYPE -> each(in, () -> new TypeReader(in, parts.types).entry());
            case SectionEntry.IMPORT -> each(in, () -> parts.imports.add(new ImportEntry(in.name(), in.name(), EntityType.read(in))));
            case SectionEntry.FUNCTION -> {
                each(in, () -> parts.defined.add(new EntityType.Function(in.u32())));
                parts.functions = parts.defined.size();
            }
            case SectionEntry.TABLE -> each(in, () -> parts.defined.add(table(in)));
            case SectionEntry.MEMORY -> each(in, () -> parts.defined.add(new EntityType.Memory(Limits.read(in))));
            case SectionEntry.TAG -> each(in, () -> parts.defined.add(EntityType.readTag(in)));
            case SectionEntry.GLOBAL -> each(in, () -> {
                parts.defined.add(EntityType.readGlobal(in));
                parts.expressions.add(expression(in));
            });
            case SectionEntry.EXPORT -> each(in, () -> parts.exports.add(new ExportEntry(in.name(), EntityKind.read(in), in.u32())));
            case SectionEntry.START -> parts.start = OptionalInt.of(in.u32());
            case SectionEntry.ELEMENT -> each(in, () -> parts.elements.add(element(in)));
            case SectionEntry.DATA_COUNT -> parts.dataCount = OptionalInt.of(in.u32());
            case SectionEntry.CODE -> each(in, () -> {
                int length = in.u32();
                parts.bodies.add(new Span(in.position(), in.position() + length));
                in.skip(length);
            });
            case SectionEntry.DATA -> each(in, () -> parts.data.add(data(in)));
            default -> { }
        }
    }

    private static void each(WasmInput in, Runnable entry) {
        int count = in.count();
        for (int i = 0; i < count; i++) {
            entry.run();
        }
    }

    private EntityType table(WasmInput in) {
        boolean initialized = in.peek() == TABLE_WITH_INITIAL_VALUE;
        if (initialized) {
            in.u8();
            if (in.u8() != 0) {
                throw in.damaged("a table's first value is announced wrongly");
            }
        }
        EntityType.Table table = new EntityType.Table(ValType.read(in), Limits.read(in));
        if (initialized) {
            parts.initializedTables = true;
            parts.expressions.add(expression(in));
        }
        return table;
    }

    private Span expression(WasmInput in) {
        CodeReader code = new CodeReader(bytes, new Span(in.position(), in.end()), "constant expression");
        do {
            code.next();
        } while (code.depth() >= 0);
        Span span = new Span(in.position(), code.end());
        in.skip(span.length());
        return span;
    }

    private ElementSegment element(WasmInput in) {
        int flags = in.u32();
        if (flags > 7) {
            throw in.damaged(flags + " is no kind of element segment");
        }
        boolean active = (flags & 1) == 0;
        boolean explicit = (flags & 2) != 0;
        boolean expressions = (flags & 4) != 0;
        int table = active && explicit ? in.u32() : 0;
        Optional<Span> offset = active ? Optional.of(noted(expression(in))) : Optional.empty();
        ValType type = FUNCREF;
        if (!active || explicit) {
            if (expressions) {
                type = ValType.read(in);
            } else if (in.u8() != 0) {
                throw in.damaged("elements are not functions");
            }
        }
        int count = in.count();
        int[] functions = new int[expressions ? 0 : count];
        List<Span> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (expressions) {
                values.add(noted(expression(in)));
            } else {
                functions[i] = in.u32();
            }
        }
        return new ElementSegment(table, offset, !active && explicit, type, functions, values);
    }

    private Span noted(Span expression) {
        parts.expressions.add(expression);
        return expression;
    }

    private DataSegment data(WasmInput in) {
        int flags = in.u32();
        if (flags > 2) {
            throw in.damaged(flags + " is no kind of data segment");
        }
        int memory = flags == 2 ? in.u32() : 0;
        Optional<Span> offset = flags == 1 ? Optional.empty() : Optional.of(noted(expression(in)));
        int length = in.u32();
        int start = in.position();
        in.skip(length);
        return new DataSegment(memory, offset, new Span(start, in.position()));
    }
}
