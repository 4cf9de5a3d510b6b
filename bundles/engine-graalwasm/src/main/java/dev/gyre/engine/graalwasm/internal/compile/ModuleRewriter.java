package dev.gyre.engine.graalwasm.internal.compile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.gyre.engine.graalwasm.internal.run.ImportObject;
import dev.gyre.wasm.CodeBody;
import dev.gyre.wasm.CodeReader;
import dev.gyre.wasm.ElementSegment;
import dev.gyre.wasm.EntityKind;
import dev.gyre.wasm.EntityType;
import dev.gyre.wasm.ExportEntry;
import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ImportEntry;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleWriter;
import dev.gyre.wasm.Op;
import dev.gyre.wasm.SectionEntry;
import dev.gyre.wasm.Span;
import dev.gyre.wasm.ValType;
import dev.gyre.wasm.WasmOutput;

/**
 * Makes of a module what GraalWasm is given:
 * <ul>
 * <li>growing asks the host first ({@link Growth}), because GraalWasm has no quota of its own;
 * <li>calls count what they take of the stack ({@link StackUse}), so that it is never full: unwinding a full one is dear, and leaves
 * host functions no room;
 * <li>GraalWasm looks whether a guest has to end where functions return and in loops: what runs long without either gets some
 * ({@link BulkMemory}, {@link Checkpoints});
 * <li>imports are named by their places and exports by their indices: two imports may share a name and be bound differently;
 * <li>functions are named by their indices and their module, since back-traces hold nothing but names;
 * <li>the start function becomes an export: host functions it calls look at their instance, which must be there by then;
 * <li>custom sections go: GraalWasm would read debugging information.
 * </ul>
 * Everything else stays, so that GraalWasm validates what the guest's author wrote. For one module.
 */
final class ModuleRewriter {
    private static final int FUNCTION_NAMES = 1;

    private final ModuleBinary module;
    private final String id;
    private final Additions additions;
    private final Growth growth;

    /** @param id tells it from all other modules */
    ModuleRewriter(ModuleBinary module, String id) {
        this.module = module;
        this.id = id;
        this.additions = new Additions(module);
        this.growth = additions.growth();
    }

    byte[] rewrite() {
        ModuleWriter out = new ModuleWriter();
        for (int id : new int[] {SectionEntry.TYPE, SectionEntry.IMPORT, SectionEntry.FUNCTION, SectionEntry.TABLE, SectionEntry.MEMORY,
            SectionEntry.GLOBAL, SectionEntry.EXPORT, SectionEntry.ELEMENT, SectionEntry.DATA_COUNT, SectionEntry.CODE, SectionEntry.DATA}) {
            section(out, id);
        }
        return out.custom("name", names()).toBytes();
    }

    /** The contents of a name section (core specification, appendix) for functions with bodies. */
    private byte[] names() {
        WasmOutput names = new WasmOutput().u32(module.functions() - module.importedFunctions());
        for (int f = module.importedFunctions(); f < module.functions(); f++) {
            names.u32(additions.function(f)).name(ModuleShape.member(id, EntityKind.FUNCTION, f));
        }
        return new WasmOutput().u8(FUNCTION_NAMES).sized(names.toByteArray()).toByteArray();
    }

    private void section(ModuleWriter out, int id) {
        switch (id) {
            case SectionEntry.IMPORT -> out.section(id, imports());
            case SectionEntry.EXPORT -> out.section(id, exports());
            case SectionEntry.TYPE -> appended(out, id, additions.types().stream().map(ModuleRewriter::type).toList());
            case SectionEntry.FUNCTION -> appended(out, id, additions.functionTypes().stream().map(t -> new WasmOutput().u32(t).toByteArray()).toList());
            case SectionEntry.CODE -> module.section(id).ifPresent(_ -> out.section(id, code()));
            default -> module.section(id).ifPresent(section -> {
                if (additions.isNone()) {
                    out.copy(module, section);
                    return;
                }
                switch (id) {
                    case SectionEntry.GLOBAL -> out.section(id, patched(section.body(), constants(section.body())));
                    case SectionEntry.ELEMENT -> out.section(id, module.elements(), this::element);
                    default -> out.copy(module, section);
                }
            });
        }
    }

    private static byte[] type(FuncType type) {
        WasmOutput out = new WasmOutput();
        ModuleWriter.write(out, type);
        return out.toByteArray();
    }

    /** A section of counted entries with some more. */
    private void appended(ModuleWriter out, int id, List<byte[]> more) {
        Span body = module.section(id).map(SectionEntry::body).orElse(new Span(0, 0));
        if (body.length() == 0 && more.isEmpty()) {
            return;
        }
        int own = id == SectionEntry.TYPE ? module.types().size() : module.functions() - module.importedFunctions();
        WasmOutput section = new WasmOutput().u32(own + more.size());
        if (body.length() > 0) {
            int count = body.start();
            while (module.bytes()[count] < 0) {
                count++;
            }
            section.bytes(module.bytes(), count + 1, body.end());
        }
        more.forEach(section::bytes);
        out.section(id, section.toByteArray());
    }

    private byte[] imports() {
        List<ImportEntry> entries = module.imports();
        WasmOutput out = new WasmOutput().u32(entries.size() + (additions.asksHost() ? 1 : 0) + (additions.countsStack() ? 1 : 0));
        for (int i = 0; i < entries.size(); i++) {
            Entities.writeImport(out, Integer.toString(i), entries.get(i).type());
        }
        if (additions.asksHost()) {
            Entities.writeImport(out, ImportObject.QUOTA, new EntityType.Function(additions.firstType()));
        }
        if (additions.countsStack()) {
            Entities.writeImport(out, ImportObject.STACK, additions.stackType());
        }
        return out.toByteArray();
    }

    private byte[] exports() {
        Set<ExportEntry> members = new LinkedHashSet<>();
        for (ExportEntry entry : module.exports()) {
            members.add(new ExportEntry(ModuleShape.member(id, entry.kind(), entry.index()), entry.kind(), entry.index()));
        }
        module.start().ifPresent(f -> members.add(new ExportEntry(ModuleShape.member(id, EntityKind.FUNCTION, f), EntityKind.FUNCTION, f)));
        WasmOutput out = new WasmOutput().u32(members.size());
        for (ExportEntry member : members) {
            out.name(member.name()).u8(member.kind().ordinal()).u32(switch (member.kind()) {
                case FUNCTION -> additions.function(member.index());
                case GLOBAL -> additions.global(member.index());
                default -> member.index();
            });
        }
        return out.toByteArray();
    }

    /** New bytes for a range of the module's. */
    private record Patch(Span old, byte[] bytes) {
    }

    private List<Patch> constants(Span section) {
        List<Patch> patches = new ArrayList<>();
        for (Span expression : module.constantExpressions()) {
            if (expression.start() >= section.start() && expression.end() <= section.end()) {
                patches.addAll(constant(expression));
            }
        }
        return patches;
    }

    private List<Patch> constant(Span expression) {
        return patches(expression, this::replaced, _ -> false);
    }

    /** @param checkpoint whether one is to be before the instruction */
    private List<Patch> patches(Span expression, Function<CodeReader, WasmOutput> replacement, Predicate<CodeReader> checkpoint) {
        List<Patch> patches = new ArrayList<>();
        CodeReader code = new CodeReader(module.bytes(), expression);
        for (boolean known = false; code.next(); known = BulkMemory.isShort(code)) {
            if (checkpoint.test(code)) {
                patches.add(new Patch(new Span(code.start(), code.start()), Checkpoints.CODE));
            }
            Optional<Integer> bulk = known ? Optional.empty() : additions.bulk(code);
            WasmOutput replaced = bulk.map(function -> new WasmOutput().op(Op.CALL).u32(function)).orElseGet(() -> replacement.apply(code));
            if (replaced != null) {
                patches.add(new Patch(new Span(code.start(), code.end()), replaced.toByteArray()));
            }
        }
        return patches;
    }

    /** What stands for an instruction; {@code null} where it stays. */
    private WasmOutput replaced(CodeReader code) {
        return switch (code.op()) {
            case Op.CALL, Op.REF_FUNC, Op.RETURN_CALL -> code.index() < module.importedFunctions() ? null
                    : new WasmOutput().op(code.op()).u32(additions.function(code.index()));
            case Op.GLOBAL_GET, Op.GLOBAL_SET -> {
                int index = additions.global(code.index());
                yield index == code.index() ? null : new WasmOutput().op(code.op()).u32(index);
            }
            case Op.MEMORY_GROW -> new WasmOutput().op(Op.CALL).u32(growth.ofMemory(code.index()));
            case Growth.TABLE_GROW -> new WasmOutput().op(Op.CALL).u32(growth.ofTable(code.index()));
            default -> null;
        };
    }

    private byte[] patched(Span range, List<Patch> patches) {
        WasmOutput out = new WasmOutput();
        int at = range.start();
        for (Patch patch : patches) {
            out.bytes(module.bytes(), at, patch.old().start()).bytes(patch.bytes());
            at = patch.old().end();
        }
        return out.bytes(module.bytes(), at, range.end()).toByteArray();
    }

    private byte[] code() {
        List<byte[]> more = additions.bodies();
        WasmOutput out = new WasmOutput().u32(module.bodies().size() + more.size());
        for (int f = module.importedFunctions(); f < module.functions(); f++) {
            CodeBody body = module.body(f).orElseThrow();
            out.sized(additions.stack().counts(f) ? counting(f, body)
                    : patched(body.bytes(), patches(body.code(), this::replaced, new Checkpoints())));
        }
        more.forEach(out::sized);
        return out.toByteArray();
    }

    /**
     * A body that takes its part of the stack first and gives it back in the end: all of it is a block, so that what branches out of the
     * function branches to its end. What is left meanwhile is in a local of its own.
     */
    private byte[] counting(int function, CodeBody body) {
        int left = (int) body.localsWith(module.typeOf(function).map(t -> t.params().size()).orElse(0));
        int global = additions.stackGlobal();
        WasmOutput giveBack = new WasmOutput().op(Op.LOCAL_GET).u32(left).op(Op.I32_CONST).s32(additions.stack().bytes(function)).op(Op.I32_ADD)
                .op(Op.GLOBAL_SET).u32(global);
        WasmOutput out = new WasmOutput().u32(body.locals().size() + 1);
        body.locals().forEach(run -> run.type().write(out.u64(run.count())));
        out.u32(1).u8(Growth.I32);
        out.op(Op.GLOBAL_GET).u32(global).op(Op.I32_CONST).s32(additions.stack().bytes(function)).op(Op.I32_SUB).op(Op.LOCAL_TEE).u32(left)
                .op(Op.GLOBAL_SET).u32(global).op(Op.LOCAL_GET).u32(left).op(Op.I32_CONST).s32(0).op(Op.I32_LT_S)
                .op(Op.IF).u8(Growth.NO_RESULT).op(Op.UNREACHABLE).op(Op.END).op(Op.BLOCK);
        additions.writeBlockType(out, function);
        List<Patch> patches = patches(body.code(), code -> switch (code.op()) {
            case Op.RETURN -> new WasmOutput().op(Op.BR).u32(code.depth());
            case Op.RETURN_CALL, Op.RETURN_CALL_INDIRECT, Op.RETURN_CALL_REF -> new WasmOutput().bytes(giveBack.toByteArray()).bytes(replacedOrSame(code));
            default -> replaced(code);
        }, new Checkpoints());
        return out.bytes(patched(body.code(), patches)).bytes(giveBack.toByteArray()).op(Op.END).toByteArray();
    }

    private byte[] replacedOrSame(CodeReader code) {
        WasmOutput replaced = replaced(code);
        return replaced == null ? new WasmOutput().bytes(module.bytes(), code.start(), code.end()).toByteArray() : replaced.toByteArray();
    }

    /** An element segment (core specification, 5.5.12). */
    private void element(WasmOutput out, ElementSegment segment) {
        boolean active = segment.offset().isPresent();
        boolean expressions = !segment.expressions().isEmpty();
        boolean typed = !active || segment.table() != 0 || expressions && !segment.type().equals(ValType.FUNCREF);
        int place = active ? typed ? 2 : 0 : segment.declared() ? 3 : 1;
        out.u8(place | (expressions ? 4 : 0));
        if (place == 2) {
            out.u32(segment.table());
        }
        segment.offset().ifPresent(offset -> out.bytes(patched(offset, constant(offset))));
        if (typed && expressions) {
            segment.type().write(out);
        } else if (typed) {
            out.u8(0);
        }
        if (expressions) {
            out.u32(segment.expressions().size());
            segment.expressions().forEach(e -> out.bytes(patched(e, constant(e))));
        } else {
            out.u32(segment.functions().length);
            for (int function : segment.functions()) {
                out.u32(additions.function(function));
            }
        }
    }
}
