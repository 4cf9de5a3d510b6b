package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.gyre.api.engine.CompileOptions.Progress;
import dev.gyre.wasm.EntityKind;
import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleWriter;
import dev.gyre.wasm.NameSection;
import dev.gyre.wasm.Op;
import dev.gyre.wasm.Parallel;
import dev.gyre.wasm.SectionEntry;
import dev.gyre.wasm.Span;
import dev.gyre.wasm.ValType;
import dev.gyre.wasm.WasmInput;
import dev.gyre.wasm.WasmOutput;
import dev.gyre.wasm.split.SplitOptions;
import dev.gyre.wasm.split.SplitResult;
import dev.gyre.wasm.split.UnsplitFunction;

/** Splits a module's large functions and writes the module anew. For one thread. */
public final class ModuleSplitter {
    /** No instruction of one byte becomes more JVM bytecode than this: what is shorter need not be read. */
    private static final int MOST_GROWTH = 10;

    private final ModuleBinary module;
    private final SplitOptions options;
    private final Slots slots = new Slots();
    private final Map<Integer, Func> split = new TreeMap<>();
    private final List<Func> parts = new ArrayList<>();
    private final List<UnsplitFunction> unsplit = new ArrayList<>();

    public ModuleSplitter(ModuleBinary module, SplitOptions options) {
        this.module = module;
        this.options = options;
    }

    /**
     * Functions are split at the same time, the largest first; what comes out does not depend on that.
     *
     * @param progress told how many bytes of those functions that may be large were looked at
     */
    public SplitResult split(Progress progress) {
        List<Span> bodies = module.bodies();
        int[] large = IntStream.range(0, bodies.size()).filter(i -> (long) bodies.get(i).length() * MOST_GROWTH > options.maxBytes()).toArray();
        int[] order = IntStream.of(large).boxed().sorted(Comparator.comparingInt((Integer i) -> bodies.get(i).length()).reversed()).mapToInt(i -> i).toArray();
        long all = IntStream.of(large).mapToLong(i -> bodies.get(i).length()).sum();
        AtomicLong looked = new AtomicLong();
        Map<Integer, Done> done = new ConcurrentHashMap<>();
        Parallel.forEach(order.length, i -> {
            done.put(order[i], split(module.importedFunctions() + order[i]));
            progress.compiled(looked.addAndGet(bodies.get(order[i]).length()), all);
        });
        for (int i : large) {
            Done d = done.get(i);
            unsplit.addAll(d.unsplit);
            d.func.filter(f -> !f.root.parts.isEmpty()).ifPresent(f -> {
                split.put(f.root.function, f);
                parts.addAll(f.root.parts);
            });
        }
        List<Integer> origins = parts.stream().map(p -> p.root.function).toList();
        return new SplitResult(parts.isEmpty() ? module.bytes() : write(), module.functions(), origins, unsplit);
    }

    /** What became of a function; nothing when it is small. */
    private record Done(Optional<Func> func, List<UnsplitFunction> unsplit) {
    }

    private Done split(int function) {
        int size = 0;
        try {
            Func func = new BodyReader(module).read(function);
            size = JvmSize.of(func).bytes();
            if (size <= options.maxBytes()) {
                return new Done(Optional.empty(), List.of());
            }
            List<Func> large = new FunctionSplitter(options).split(func);
            return new Done(Optional.of(func), large.stream().map(f -> new UnsplitFunction(function, JvmSize.of(f).bytes(),
                    "it has no more regions that could be functions of their own")).toList());
        } catch (UnsplittableException e) {
            return new Done(Optional.empty(), List.of(new UnsplitFunction(function, size, e.getMessage())));
        }
    }

    private byte[] write() {
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).index = module.functions() + i;
        }
        TypeTable types = new TypeTable(module);
        Map<Func, List<Ins>> code = new IdentityHashMap<>();
        split.values().forEach(f -> code.put(f, Lowering.of(f, slots)));
        parts.forEach(p -> code.put(p, Lowering.of(p, slots)));
        int firstSlot = module.all(EntityKind.GLOBAL).size();
        Map<Integer, byte[]> bodies = new TreeMap<>();
        split.forEach((index, func) -> bodies.put(index, new FuncWriter(func, code.get(func), types, firstSlot).write()));
        List<byte[]> added = parts.stream().map(p -> new FuncWriter(p, code.get(p), types, firstSlot).write()).toList();
        List<Integer> partTypes = parts.stream().map(p -> types.index(new FuncType(p.paramTypes(), p.results()))).toList();

        ModuleWriter out = new ModuleWriter();
        boolean globals = slots.types().isEmpty();
        for (SectionEntry section : module.sections()) {
            if (!globals && section.id() != SectionEntry.CUSTOM && isBehindGlobals(section.id())) {
                out.section(SectionEntry.GLOBAL, slots.types(), ModuleSplitter::global);
                globals = true;
            }
            switch (section.id()) {
                case SectionEntry.TYPE -> out.section(section.id(), extended(section, types.added(), ModuleWriter::write));
                case SectionEntry.FUNCTION -> out.section(section.id(), extended(section, partTypes, (o, t) -> o.u32(t)));
                case SectionEntry.GLOBAL -> {
                    out.section(section.id(), extended(section, slots.types(), ModuleSplitter::global));
                    globals = true;
                }
                case SectionEntry.CODE -> out.section(section.id(), code(bodies, added));
                default -> {
                    if (section.id() == SectionEntry.CUSTOM && section.name().equals("name")) {
                        out.section(SectionEntry.CUSTOM, NameSection.withFunctions(module, section, names()));
                    } else {
                        out.copy(module, section);
                    }
                }
            }
        }
        return out.toBytes();
    }

    private static boolean isBehindGlobals(int id) {
        return switch (id) {
            case SectionEntry.EXPORT, SectionEntry.START, SectionEntry.ELEMENT, SectionEntry.DATA_COUNT, SectionEntry.CODE, SectionEntry.DATA -> true;
            default -> false;
        };
    }

    private <T> byte[] extended(SectionEntry section, List<T> more, java.util.function.BiConsumer<WasmOutput, T> entry) {
        WasmInput in = new WasmInput(module.bytes(), section.body().start(), section.body().end(), "section");
        WasmOutput out = new WasmOutput().u32(in.u32() + more.size()).bytes(module.bytes(), in.position(), in.end());
        more.forEach(m -> entry.accept(out, m));
        return out.toByteArray();
    }

    private static void global(WasmOutput out, ValType type) {
        type.write(out);
        out.u8(1);
        switch (type.code()) {
            case 0x7f -> out.op(Op.I32_CONST).s32(0);
            case 0x7e -> out.op(Op.I64_CONST).s32(0);
            case 0x7d -> out.op(Op.F32_CONST).bytes(new byte[4]);
            case 0x7c -> out.op(Op.F64_CONST).bytes(new byte[8]);
            case 0x7b -> out.op(0xfd000c).bytes(new byte[16]);
            default -> out.op(Op.REF_NULL).s64(type.heapType());
        }
        out.op(Op.END);
    }

    private byte[] code(Map<Integer, byte[]> bodies, List<byte[]> added) {
        List<Span> old = module.bodies();
        WasmOutput out = new WasmOutput().u32(old.size() + added.size());
        for (int i = 0; i < old.size(); i++) {
            byte[] body = bodies.get(module.importedFunctions() + i);
            if (body != null) {
                out.sized(body);
            } else {
                out.u32(old.get(i).length()).bytes(module.bytes(), old.get(i).start(), old.get(i).end());
            }
        }
        added.forEach(out::sized);
        return out.toByteArray();
    }

    /** Parts are called after their function, with a number. */
    private Map<Integer, String> names() {
        Map<Integer, String> names = new TreeMap<>(NameSection.functions(module));
        split.forEach((function, func) -> {
            String name = names.get(function);
            if (name != null) {
                for (int i = 0; i < func.root.parts.size(); i++) {
                    names.put(func.root.parts.get(i).index, name + "$" + (i + 1));
                }
            }
        });
        return names;
    }
}
