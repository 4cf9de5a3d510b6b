package dev.gyre.runtime.internal.scan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one function's code once and notes the stores to memory, the calls, and what it returns. A heuristic for reading
 * compilers' output, not a data-flow analysis: branches are read as if both sides ran. It ends early, with what it has found,
 * at an instruction it does not know (vectors, exceptions, garbage collection). For one thread.
 */
final class BodyScan {
    static final int I32_STORE = 0x36;
    static final int I32_STORE8 = 0x3a;
    static final int I32_STORE16 = 0x3b;
    private static final int MOST_LOCALS = 100_000;

    /** A store: its instruction and the address, in the terms of {@link SymbolicStack}. */
    record Store(int opcode, int origin, int address) {
    }

    private final ModuleScan module;
    private final WasmReader in;
    private final SymbolicStack stack = new SymbolicStack();
    private final List<Store> stores = new ArrayList<>();
    private final Set<Integer> calls = new LinkedHashSet<>();
    private final Set<Long> returned = new LinkedHashSet<>();
    private final boolean returnsOne;
    private long[] locals = {};
    private boolean known = true;

    /** Reads the body of a function. Never throws: what cannot be read is the end. */
    static Optional<BodyScan> of(ModuleScan module, int function) {
        return module.body(function).map(in -> {
            BodyScan scan = new BodyScan(module, in, module.functionType(function));
            scan.run(module.functionType(function).map(t -> t.params().size()).orElse(0));
            return scan;
        });
    }

    private BodyScan(ModuleScan module, WasmReader in, Optional<FuncType> type) {
        this.module = module;
        this.in = in;
        this.returnsOne = type.filter(t -> t.results().size() == 1).isPresent();
    }

    List<Store> stores() {
        return stores;
    }

    /** Functions it calls directly, in the order of its code. */
    Set<Integer> calls() {
        return calls;
    }

    /** Values it returns, in the terms of {@link SymbolicStack}. */
    Set<Long> returned() {
        return returned;
    }

    private void run(int params) {
        try {
            readLocals(params);
            while (known && in.hasMore()) {
                step(in.u8());
            }
        } catch (dev.gyre.api.engine.ModuleException e) {
            known = false;
        }
    }

    private void readLocals(int params) {
        int groups = in.count();
        long total = params;
        for (int i = 0; i < groups; i++) {
            total += in.u32();
            TypeSection.value(in);
        }
        if (total > MOST_LOCALS) {
            known = false;
            return;
        }
        locals = new long[(int) total];
        for (int i = 0; i < params; i++) {
            locals[i] = stack.unknown();
        }
    }

    private void step(int opcode) {
        switch (opcode) {
            case 0x00 -> stack.unreachable();
            case 0x01 -> {
                // nop
            }
            case 0x02, 0x03 -> block();
            case 0x04 -> {
                stack.pop();
                block();
            }
            case 0x05 -> stack.otherwise();
            case 0x0b -> end();
            case 0x0c -> {
                in.u32();
                stack.unreachable();
            }
            case 0x0d -> {
                in.u32();
                stack.pop();
            }
            case 0x0e -> {
                int count = in.count();
                for (int i = 0; i <= count; i++) {
                    in.u32();
                }
                stack.unreachable();
            }
            case 0x0f -> {
                noteReturn();
                stack.unreachable();
            }
            case 0x10, 0x12 -> call(in.u32());
            case 0x11, 0x13 -> {
                Optional<FuncType> type = module.type(in.u32());
                in.u32();
                stack.pop();
                apply(type);
            }
            case 0x20 -> stack.push(local(in.u32()));
            case 0x21 -> setLocal(in.u32(), stack.pop());
            case 0x22 -> setLocal(in.u32(), stack.peek());
            case 0x41 -> stack.push(SymbolicStack.value(0, in.s32()));
            case 0x6a -> add(1);
            case 0x6b -> add(-1);
            case 0xfc -> prefixed(in.u32());
            default -> known = opcode >= 0x28 && opcode <= 0x3e ? memory(opcode) : Opcodes.apply(opcode, in, stack);
        }
    }

    private void end() {
        if (!stack.close()) {
            if (returnsOne) {
                noteReturn();
            }
            known = false;
        }
    }

    private void noteReturn() {
        if (returnsOne) {
            returned.add(stack.pop());
        }
    }

    /** A block type: nothing, one value type, or the index of a function type. */
    private void block() {
        long type = in.s64();
        if (type >= 0) {
            Optional<FuncType> function = module.type((int) Math.min(type, Integer.MAX_VALUE));
            stack.open(function.map(f -> f.params().size()).orElse(0), function.map(f -> f.results().size()).orElse(0));
        } else {
            stack.open(0, type == -64 ? 0 : 1);
        }
    }

    private void call(int function) {
        calls.add(function);
        apply(module.functionType(function));
    }

    private void apply(Optional<FuncType> type) {
        known = type.isPresent();
        type.ifPresent(t -> {
            stack.pop(t.params().size());
            stack.pushUnknown(t.results().size());
        });
    }

    private long local(int index) {
        return index < locals.length ? locals[index] : stack.unknown();
    }

    private void setLocal(int index, long value) {
        if (index < locals.length) {
            locals[index] = value;
        }
    }

    private void add(int sign) {
        long right = stack.pop();
        long left = stack.pop();
        if (SymbolicStack.origin(right) == 0) {
            stack.push(SymbolicStack.value(SymbolicStack.origin(left), SymbolicStack.constant(left) + sign * SymbolicStack.constant(right)));
        } else if (sign > 0 && SymbolicStack.origin(left) == 0) {
            stack.push(SymbolicStack.value(SymbolicStack.origin(right), SymbolicStack.constant(left) + SymbolicStack.constant(right)));
        } else {
            stack.push(stack.unknown());
        }
    }

    /** A load or store. Several memories are nothing of 2022. */
    private boolean memory(int opcode) {
        int align = in.u32();
        int offset = in.u32Bits();
        if (align > 63) {
            return false;
        }
        if (opcode < I32_STORE) {
            stack.pop();
            stack.push(stack.unknown());
        } else {
            stack.pop();
            long address = stack.pop();
            stores.add(new Store(opcode, SymbolicStack.origin(address), SymbolicStack.constant(address) + offset));
        }
        return true;
    }

    private void prefixed(int opcode) {
        known = Opcodes.applyPrefixed(opcode, in, stack);
    }
}
