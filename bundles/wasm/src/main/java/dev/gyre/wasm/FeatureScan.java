package dev.gyre.wasm;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.gyre.api.engine.Feature;

/** Finds the features beyond the 2017 core that a module uses. For one thread. */
final class FeatureScan {
    private static final Set<Integer> PLAIN_CONSTANTS = Set.of(Op.I32_CONST, Op.I64_CONST, Op.F32_CONST, Op.F64_CONST, Op.GLOBAL_GET, Op.END,
            Op.REF_NULL, Op.REF_FUNC);
    /** Functions that one thread scans at a time. */
    private static final int TOGETHER = 1024;
    private static final int FUNC_HEAP = 0x70 - 0x80;
    private static final int EXTERN_HEAP = 0x6f - 0x80;
    private static final int EXN_HEAP = 0x69 - 0x80;
    private static final int NO_EXN_HEAP = 0x74 - 0x80;

    private final ModuleBinary module;
    private final Set<Feature> found = EnumSet.noneOf(Feature.class);
    private final Set<Integer> opcodes = new HashSet<>();
    private final boolean[] seen = new boolean[0x100];

    FeatureScan(ModuleBinary module) {
        this.module = module;
    }

    Set<Feature> found() {
        // throw and tags belong to both kinds of exceptions
        if (found.contains(Feature.LEGACY_EXCEPTIONS) && !seen[Op.TRY_TABLE] && !seen[Op.THROW_REF]) {
            found.remove(Feature.EXCEPTIONS);
        }
        return found;
    }

    void declarations() {
        module.types().forEach(this::type);
        for (ImportEntry entry : module.imports()) {
            mutable(entry.type());
        }
        List<EntityType> globals = module.all(EntityKind.GLOBAL);
        for (ExportEntry entry : module.exports()) {
            if (entry.kind() == EntityKind.GLOBAL && entry.index() < globals.size()) {
                mutable(globals.get(entry.index()));
            }
        }
        for (EntityKind kind : EntityKind.values()) {
            module.all(kind).forEach(this::entity);
        }
        if (module.all(EntityKind.MEMORY).size() > 1) {
            found.add(Feature.MULTI_MEMORY);
        }
        if (module.all(EntityKind.TABLE).size() > 1) {
            found.add(Feature.REFERENCE_TYPES);
        }
        if (module.hasInitializedTables()) {
            found.add(Feature.FUNCTION_REFERENCES);
        }
        if (module.section(SectionEntry.DATA_COUNT).isPresent() || module.data().stream().anyMatch(d -> d.offset().isEmpty())) {
            found.add(Feature.BULK_MEMORY);
        }
        for (ElementSegment segment : module.elements()) {
            if (segment.offset().isEmpty()) {
                found.add(segment.declared() ? Feature.REFERENCE_TYPES : Feature.BULK_MEMORY);
            }
            if (!segment.expressions().isEmpty()) {
                value(segment.type());
                found.add(Feature.REFERENCE_TYPES);
            }
        }
        int imported = (int) module.imports().stream().filter(i -> i.type().kind() == EntityKind.GLOBAL).count();
        module.constantExpressions().forEach(e -> constant(e, imported));
    }

    private void mutable(EntityType type) {
        if (type instanceof EntityType.Global(ValType t, boolean mutable) && mutable) {
            found.add(Feature.MUTABLE_GLOBALS);
        }
    }

    private void type(TypeDef type) {
        switch (type) {
            case TypeDef.Function(FuncType f, boolean plain) -> {
                f.params().forEach(this::value);
                f.results().forEach(this::value);
                if (f.results().size() > 1) {
                    found.add(Feature.MULTI_VALUE);
                }
                if (!plain) {
                    found.add(Feature.GC);
                }
            }
            case TypeDef.Struct s -> found.add(Feature.GC);
            case TypeDef.Array a -> found.add(Feature.GC);
        }
    }

    private void entity(EntityType type) {
        switch (type) {
            case EntityType.Function f -> { }
            case EntityType.Table t -> {
                if (t.type() != ValType.FUNCREF) {
                    value(t.type());
                }
                limits(t.limits());
            }
            case EntityType.Memory m -> limits(m.limits());
            case EntityType.Global g -> value(g.type());
            case EntityType.Tag t -> found.add(Feature.EXCEPTIONS);
        }
    }

    private void limits(Limits limits) {
        if (limits.wide()) {
            found.add(Feature.MEMORY64);
        }
        if (limits.shared()) {
            found.add(Feature.THREADS);
        }
    }

    private void value(ValType type) {
        if (type == ValType.V128) {
            found.add(Feature.SIMD);
        } else if (type.isReference()) {
            if (type.code() == ValType.REF || type.code() == ValType.REF_NULL) {
                found.add(Feature.FUNCTION_REFERENCES);
            }
            heap(type.heapType());
        }
    }

    private void heap(long heap) {
        if (heap >= 0) {
            found.add(Feature.FUNCTION_REFERENCES);
        } else if (heap == FUNC_HEAP || heap == EXTERN_HEAP) {
            found.add(Feature.REFERENCE_TYPES);
        } else if (heap == EXN_HEAP || heap == NO_EXN_HEAP) {
            found.add(Feature.EXCEPTIONS);
        } else {
            found.add(Feature.GC);
        }
    }

    private void constant(Span expression, int imported) {
        CodeReader code = new CodeReader(module.bytes(), expression);
        while (code.next()) {
            if (!PLAIN_CONSTANTS.contains(code.op()) && code.op() < 0x100 || code.op() == Op.GLOBAL_GET && code.index() >= imported) {
                found.add(Feature.EXTENDED_CONST);
            }
            instruction(code);
        }
    }

    /** Every instruction of every function, on all processors. */
    void code() {
        int own = module.functions() - module.importedFunctions();
        Parallel.forEach((own + TOGETHER - 1) / TOGETHER, i -> {
            FeatureScan part = new FeatureScan(module);
            int first = module.importedFunctions() + i * TOGETHER;
            part.code(first, Math.min(first + TOGETHER, module.functions()));
            add(part);
        });
    }

    private synchronized void add(FeatureScan part) {
        found.addAll(part.found);
        opcodes.addAll(part.opcodes);
        for (int op = 0; op < seen.length; op++) {
            seen[op] |= part.seen[op];
        }
    }

    private void code(int from, int to) {
        for (int f = from; f < to; f++) {
            CodeBody body = module.body(f).orElseThrow();
            body.locals().forEach(run -> value(run.type()));
            CodeReader code = new CodeReader(module.bytes(), body.code());
            while (code.next()) {
                instruction(code);
            }
        }
    }

    private void instruction(CodeReader code) {
        int op = code.op();
        if (op < 0x100) {
            if (!seen[op]) {
                seen[op] = true;
                Op.feature(op).ifPresent(found::add);
            }
        } else if (opcodes.add(op)) {
            Op.feature(op).ifPresent(found::add);
        }
        switch (op) {
            case Op.BLOCK, Op.LOOP, Op.IF, Op.TRY, Op.TRY_TABLE -> blockType(code);
            case Op.CALL_INDIRECT, Op.RETURN_CALL_INDIRECT -> {
                if (code.second() != 0) {
                    found.add(Feature.REFERENCE_TYPES);
                }
            }
            case Op.SELECT_TYPED -> value(code.type());
            case Op.REF_NULL -> heap(code.value());
            default -> {
                if (op == Op.RETURN_CALL_REF) {
                    found.add(Feature.FUNCTION_REFERENCES);
                }
            }
        }
    }

    private void blockType(CodeReader code) {
        if (code.value() >= 0) {
            module.funcType((int) code.value()).ifPresent(t -> {
                if (!t.params().isEmpty() || t.results().size() > 1) {
                    found.add(Feature.MULTI_VALUE);
                }
            });
        } else if (code.value() != CodeReader.EMPTY_TYPE) {
            value(code.type());
        }
    }
}
