package dev.gyre.engine.chicory.internal.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.ActiveElement;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.PassiveDataSegment;
import com.dylibso.chicory.wasm.types.PassiveElement;
import com.dylibso.chicory.wasm.types.TagSection;
import com.dylibso.chicory.wasm.types.TagType;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ValueType;

/**
 * A module's contents in the form instantiation needs them, computed once. The arrays are shared by all instances and never
 * written.
 *
 * @param functionTypes type index of each function, imports first
 * @param bodies        none when nothing is interpreted and no passive elements need their number: Chicory copies them an instance
 * @param passiveData   all segments, active ones empty as after their use; an instance drops segments from a copy
 * @param imported      number of imports by the ordinal of their kind
 */
record ModuleLayout(WasmModule module, FunctionType[] types, int[] functionTypes, FunctionBody[] bodies, DataSegment[] passiveData,
        Element[] elements, TagType[] tags, List<OwnGlobal> globals, List<OwnTable> tables, List<ExternType.Mem> memories,
        List<ActiveElements> activeElements, List<ActiveData> activeData, OptionalInt start, int[] imported) {

    record OwnGlobal(ExternType.Glob type, ValType chicoryType, MutabilityType mutability, ConstExpr initial) {
        /** Whether the view has a field for it. */
        boolean hasField() {
            return type.type() != ValueType.FUNCREF && type.type() != ValueType.EXTERNREF;
        }
    }

    /** @param image its elements when they are the same in every instance, active segments included; else empty */
    record OwnTable(ExternType.Tab type, ValType element, ConstExpr initial, int[] image) {
        OwnTable with(int[] elements) {
            return new OwnTable(type, element, initial, elements);
        }
    }

    /** @param numbers of the functions, when they are all the module's own references and known; else empty */
    record ActiveElements(int table, ConstExpr offset, List<ConstExpr> items, int[] numbers) {
        ActiveElements(int table, ConstExpr offset, List<ConstExpr> items) {
            this(table, offset, items, numbers(items));
        }

        private static int[] numbers(List<ConstExpr> items) {
            int[] numbers = new int[items.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = items.get(i).isFolded() ? (int) items.get(i).value(new GlobalInstance[0]) : Value.REF_NULL_VALUE;
                if (numbers[i] == Value.REF_NULL_VALUE) {
                    return new int[0];
                }
            }
            return numbers;
        }
    }

    record ActiveData(int memory, ConstExpr offset, byte[] bytes) {
    }

    /** @param interpreted whether some of its functions are */
    static ModuleLayout of(WasmModule module, boolean interpreted) {
        int imported = module.importSection().count(ExternalType.FUNCTION);
        int own = module.functionSection().functionCount();
        int[] functionTypes = new int[imported + own];
        int next = 0;
        for (int i = 0; i < module.importSection().importCount(); i++) {
            if (module.importSection().getImport(i) instanceof FunctionImport f) {
                functionTypes[next++] = f.typeIndex();
            }
        }
        for (int i = 0; i < own; i++) {
            functionTypes[next++] = module.functionSection().getFunctionType(i);
        }
        List<OwnTable> tables = new ArrayList<>();
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            var t = module.tableSection().getTable(i);
            tables.add(new OwnTable(Types.table(t.elementType(), t.limits()), t.elementType(), new ConstExpr(t.initialize()), new int[0]));
        }
        List<ActiveElements> segments = activeElements(module);
        List<int[]> images = TableImages.of(tables, segments, module.importSection().count(ExternalType.TABLE));
        if (!images.isEmpty()) {
            segments = List.of();
            for (int i = 0; i < tables.size(); i++) {
                tables.set(i, tables.get(i).with(images.get(i)));
            }
        }
        List<ExternType.Mem> memories = new ArrayList<>();
        module.memorySection().ifPresent(s -> {
            for (int i = 0; i < s.memoryCount(); i++) {
                memories.add(Types.memory(s.getMemory(i).limits()));
            }
        });
        boolean needsBodies = interpreted || Arrays.stream(module.elementSection().elements()).anyMatch(PassiveElement.class::isInstance);
        return new ModuleLayout(module, module.typeSection().types(), functionTypes, needsBodies ? module.codeSection().functionBodies() : new FunctionBody[0],
                passiveData(module), module.elementSection().elements(), module.tagSection().map(TagSection::types).orElse(null),
                Arrays.stream(module.globalSection().globals())
                        .map(g -> new OwnGlobal(Types.global(g.valueType(), g.mutabilityType()), g.valueType(), g.mutabilityType(),
                                new ConstExpr(g.initInstructions()))).toList(),
                List.copyOf(tables), List.copyOf(memories), segments, activeData(module),
                module.startSection().map(s -> OptionalInt.of((int) s.startIndex())).orElse(OptionalInt.empty()),
                Arrays.stream(ExternalType.values()).mapToInt(module.importSection()::count).toArray());
    }

    private static List<ActiveElements> activeElements(WasmModule module) {
        return Arrays.stream(module.elementSection().elements()).filter(ActiveElement.class::isInstance).map(ActiveElement.class::cast)
                .map(e -> new ActiveElements(e.tableIndex(), new ConstExpr(e.offset()), e.initializers().stream().map(ConstExpr::new).toList()))
                .toList();
    }

    private static DataSegment[] passiveData(WasmModule module) {
        return Arrays.stream(module.dataSection().dataSegments()).map(d -> d instanceof PassiveDataSegment ? d : PassiveDataSegment.EMPTY)
                .toArray(DataSegment[]::new);
    }

    boolean hasPassiveData() {
        return activeData.size() < passiveData.length;
    }

    private static List<ActiveData> activeData(WasmModule module) {
        return Arrays.stream(module.dataSection().dataSegments()).filter(ActiveDataSegment.class::isInstance).map(ActiveDataSegment.class::cast)
                .map(d -> new ActiveData((int) d.index(), new ConstExpr(d.offsetInstructions()), d.data())).toList();
    }

    /** The type of a function, imports counted. */
    FunctionType function(int index) {
        return types[functionTypes[index]];
    }

    /** Whether a function has references among its parameters or results. */
    boolean takesReferences(int index) {
        FunctionType type = function(index);
        for (int i = 0; i < type.params().size(); i++) {
            if (type.params().get(i).isReference()) {
                return true;
            }
        }
        for (int i = 0; i < type.returns().size(); i++) {
            if (type.returns().get(i).isReference()) {
                return true;
            }
        }
        return false;
    }
}
