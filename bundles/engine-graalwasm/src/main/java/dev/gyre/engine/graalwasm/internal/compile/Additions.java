package dev.gyre.engine.graalwasm.internal.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.gyre.api.engine.ModuleException;
import dev.gyre.wasm.CodeReader;
import dev.gyre.wasm.EntityKind;
import dev.gyre.wasm.EntityType;
import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ValType;
import dev.gyre.wasm.WasmOutput;

/**
 * What a module is given in addition, and the indices its own things have then. The function of the host that is asked before
 * something grows, and the global that holds what is left of the stack, are imported after the module's own imports, so functions
 * with bodies, and the module's own globals, move up by one. New types and functions come last. Immutable.
 */
final class Additions {
    private static final FuncType HOST = new FuncType(List.of(ValType.I32, ValType.I32), List.of(ValType.I32));
    private static final EntityType STACK = new EntityType.Global(ValType.I32, true);

    private final ModuleBinary module;
    private final Growth growth;
    private final BulkMemory bulk;
    private final StackUse stack;
    private final int importedGlobals;
    private final List<FuncType> types = new ArrayList<>();
    /** Indices of the types of blocks that give more than one value. */
    private final Map<FuncType, Integer> blocks = new HashMap<>();

    Additions(ModuleBinary module) {
        this.module = module;
        this.growth = Growth.of(module);
        this.bulk = BulkMemory.of(module);
        this.stack = StackUse.of(module);
        this.importedGlobals = (int) module.imports().stream().filter(i -> i.type().kind() == EntityKind.GLOBAL).count();
        if (asksHost()) {
            types.add(HOST);
            types.addAll(growth.types());
        }
        if (bulk.size() > 0) {
            types.add(BulkMemory.TYPE);
        }
        for (int f = module.importedFunctions(); f < module.functions(); f++) {
            if (stack.counts(f) && results(f).size() > 1) {
                blocks.computeIfAbsent(block(f), this::append);
            }
        }
    }

    private int append(FuncType type) {
        types.add(type);
        return firstType() + types.size() - 1;
    }

    Growth growth() {
        return growth;
    }

    StackUse stack() {
        return stack;
    }

    /** Types of the functions to append, by their indices. */
    List<Integer> functionTypes() {
        int first = firstType() + (asksHost() ? 1 : 0);
        int growing = growth.types().size();
        return IntStream.range(0, growing + bulk.size()).mapToObj(i -> first + Math.min(i, growing)).toList();
    }

    /** Bodies of the functions to append. */
    List<byte[]> bodies() {
        return Stream.concat(growth.bodies(host()).stream(), bulk.bodies().stream()).toList();
    }

    /** The function that stands for an instruction that writes much memory, if it is one. */
    Optional<Integer> bulk(CodeReader code) {
        return bulk.position(code).map(i -> module.functions() + (asksHost() ? 1 + growth.types().size() : 0) + i);
    }

    /** Whether functions and globals keep their indices. */
    boolean isNone() {
        return !asksHost() && !countsStack();
    }

    boolean asksHost() {
        return !growth.isNone();
    }

    boolean countsStack() {
        return !stack.isNone();
    }

    /** Types to append. */
    List<FuncType> types() {
        return types;
    }

    /** The index of the first of {@link #types()}, the host function's where it is asked. */
    int firstType() {
        return module.types().size();
    }

    /** What is left of the stack. */
    EntityType stackType() {
        return STACK;
    }

    /** The host's function. */
    private int host() {
        return module.importedFunctions();
    }

    /** The global that holds what is left of the stack. */
    int stackGlobal() {
        return importedGlobals;
    }

    /** The index of a function of the original module. @throws ModuleException when there is none */
    int function(int index) {
        if (index >= module.functions()) {
            throw new ModuleException("no valid module: function " + index + " of " + module.functions());
        }
        return !asksHost() || index < module.importedFunctions() ? index : index + 1;
    }

    /** The index of a global of the original module. */
    int global(int index) {
        return !countsStack() || index < importedGlobals ? index : index + 1;
    }

    /** The type of a block that gives what a function gives. */
    void writeBlockType(WasmOutput out, int function) {
        List<ValType> results = results(function);
        switch (results.size()) {
            case 0 -> out.u8(Growth.NO_RESULT);
            case 1 -> results.getFirst().write(out);
            default -> out.s32(blocks.get(block(function)));
        }
    }

    private FuncType block(int function) {
        return new FuncType(List.of(), results(function));
    }

    private List<ValType> results(int function) {
        return module.typeOf(function).map(FuncType::results).orElse(List.of());
    }
}
