package dev.gyre.engine.chicory.internal.run;

import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.GlobalImport;
import com.dylibso.chicory.wasm.types.Import;
import com.dylibso.chicory.wasm.types.MemoryImport;
import com.dylibso.chicory.wasm.types.TableImport;
import com.dylibso.chicory.wasm.types.TagImport;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.GuestFrame;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.engine.chicory.internal.compile.GuestCode;
import dev.gyre.engine.chicory.internal.compile.LoadedCode;
import dev.gyre.engine.chicory.internal.compile.ModuleCompiler;
import dev.gyre.wasm.ImportEntry;

/** A compiled module. Immutable and thread-safe. */
public final class GuestModule implements CompiledModule {
    private static final Logger LOG = LoggerFactory.getLogger(GuestModule.class);

    private final String name;
    private final LoadedCode loaded;
    private final ModuleLayout layout;
    private final List<MemoryPool> pools;
    private final PoolBudget budget;
    private final int tableDigest;
    private final List<ImportType> imports;
    private final List<ExportType> exports;
    private final List<ExportSlot> slots;
    private final Map<String, Integer> slotsByName = new HashMap<>();
    private final Map<Integer, MethodHandle> handles = new ConcurrentHashMap<>();
    private final Map<Integer, InstanceFunction.Signature> signatures = new ConcurrentHashMap<>();

    /** Where an export is found: the index counts imports. */
    record ExportSlot(ExternalType kind, int index) {
    }

    private GuestModule(String name, ModuleCompiler.Compiled compiled, PoolBudget budget) {
        WasmModule module = compiled.module();
        this.name = name;
        this.loaded = compiled.code();
        this.layout = ModuleLayout.of(module, !loaded.interpreted().isEmpty());
        this.pools = pools(layout, budget);
        this.budget = budget;
        this.tableDigest = TableImages.digest(layout.tables());
        List<ImportType> importTypes = new ArrayList<>();
        Map<ExternalType, List<ExternType>> spaces = new HashMap<>();
        for (ExternalType kind : ExternalType.values()) {
            spaces.put(kind, new ArrayList<>());
        }
        for (int i = 0; i < module.importSection().importCount(); i++) {
            Import entry = module.importSection().getImport(i);
            ExternType type = type(entry);
            ImportEntry named = compiled.imports().get(i);
            importTypes.add(new ImportType(named.module(), named.name(), type));
            spaces.get(entry.importType()).add(type);
        }
        spaces.get(ExternalType.MEMORY).addAll(layout.memories());
        this.imports = List.copyOf(importTypes);
        List<ExportType> exportTypes = new ArrayList<>();
        List<ExportSlot> exportSlots = new ArrayList<>();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export entry = module.exportSection().getExport(i);
            slotsByName.put(entry.name(), i);
            exportSlots.add(new ExportSlot(entry.exportType(), entry.index()));
            exportTypes.add(new ExportType(entry.name(), type(entry, spaces)));
        }
        this.exports = List.copyOf(exportTypes);
        this.slots = List.copyOf(exportSlots);
    }

    /** @param name in messages and back-traces */
    public static GuestModule of(String name, ModuleCompiler.Compiled compiled, PoolBudget budget) {
        return new GuestModule(name, compiled, budget);
    }

    /** One for each of the module's own memories, or none when what they hold at first is not the same in every instance. */
    private static List<MemoryPool> pools(ModuleLayout layout, PoolBudget budget) {
        int imported = layout.imported()[ExternalType.MEMORY.ordinal()];
        List<MemoryImage> images = new ArrayList<>();
        long gaps = MemoryImage.MAX_GAPS;
        for (int i = 0; i < layout.memories().size(); i++) {
            int index = imported + i;
            ExternType.Mem type = layout.memories().get(i);
            List<ModuleLayout.ActiveData> segments = layout.activeData().stream().filter(d -> d.memory() == index).toList();
            Optional<MemoryImage> image = type.shared() ? Optional.empty() : MemoryImage.of(type.minPages(), segments, gaps);
            if (image.isEmpty()) {
                return List.of();
            }
            gaps -= Math.max(0, image.get().data().length - segments.stream().mapToLong(s -> s.bytes().length).sum());
            images.add(image.get());
        }
        boolean dataElsewhere = layout.activeData().stream().anyMatch(d -> d.memory() < imported);
        return dataElsewhere ? List.of() : images.stream().map(image -> new MemoryPool(image, budget)).toList();
    }

    private ExternType type(Import entry) {
        return switch (entry) {
            case FunctionImport f -> Types.function(layout.types()[f.typeIndex()]);
            case GlobalImport g -> Types.global(g.type(), g.mutabilityType());
            case MemoryImport m -> Types.memory(m.limits());
            case TableImport t -> Types.table(t.entryType(), t.limits());
            case TagImport t -> Types.tag(layout.types()[t.tagType().typeIdx()]);
            default -> throw new IllegalStateException("import of kind " + entry.importType());
        };
    }

    private ExternType type(Export entry, Map<ExternalType, List<ExternType>> spaces) {
        int index = entry.index();
        List<ExternType> space = spaces.get(entry.exportType());
        int own = index - space.size();
        return switch (entry.exportType()) {
            case FUNCTION -> Types.function(layout.function(index));
            case MEMORY -> space.get(index);
            case GLOBAL -> own < 0 ? space.get(index) : layout.globals().get(own).type();
            case TABLE -> own < 0 ? space.get(index) : layout.tables().get(own).type();
            case TAG -> own < 0 ? space.get(index) : Types.tag(layout.types()[layout.tags()[own].typeIdx()]);
        };
    }

    String name() {
        return name;
    }

    List<MemoryPool> pools() {
        return pools;
    }

    /** Compares what instances share with what it was at first, if the engine is told to. */
    void verify() {
        if (budget.verifies() && tableDigest != TableImages.digest(layout.tables())) {
            LOG.error("{}: an instance changed the tables of all others; the module must not be used any more", name);
            budget.differed();
        }
    }

    GuestCode code() {
        return loaded.code();
    }

    ModuleLayout layout() {
        return layout;
    }

    @Override
    public List<ImportType> imports() {
        return imports;
    }

    @Override
    public List<ExportType> exports() {
        return exports;
    }

    int exportCount() {
        return slots.size();
    }

    /** Position of an export, or -1. */
    int exportPosition(String export) {
        return slotsByName.getOrDefault(export, -1);
    }

    ExportSlot slot(int position) {
        return slots.get(position);
    }

    @Override
    public Optional<ExternType> export(String export) {
        return Optional.ofNullable(slotsByName.get(export)).map(i -> exports.get(i).type());
    }

    @Override
    public InstancePre prepare(List<ImportBinding> bindings) {
        return GuestPre.of(this, imports, bindings);
    }

    /** The handle of a function for any instance, which is its first argument. */
    MethodHandle handle(int index, ExternType.Func type) {
        return handles.computeIfAbsent(index, i -> Handles.unbound(code().function(i, Handles.compiledType(type, code().viewType())), type));
    }

    InstanceFunction.Signature signature(int index) {
        return signatures.computeIfAbsent(index, i -> new InstanceFunction.Signature(Types.function(layout.function(i))));
    }

    Optional<GuestFrame> frame(StackTraceElement element) {
        // An import's method only passes the call on, and part of a function is called by the function itself.
        return code().functionOf(element).filter(i -> i >= layout.imported()[ExternalType.FUNCTION.ordinal()] && i < loaded.functions())
                .map(i -> new GuestFrame(name, i, functionName(i)));
    }

    /** From the name section, or the name it is exported by. */
    private String functionName(int index) {
        return loaded.names().of(index).orElseGet(() -> IntStream.range(0, slots.size())
                .filter(i -> slots.get(i).kind() == ExternalType.FUNCTION && slots.get(i).index() == index)
                .mapToObj(i -> exports.get(i).name()).findFirst().orElse(""));
    }
}
