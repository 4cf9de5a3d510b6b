package dev.gyre.runtime.internal.scan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.gyre.wasm.CodeBody;
import dev.gyre.wasm.CodeReader;
import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.MalformedModuleException;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.Op;

/**
 * Reads one function's code once and notes the stores to memory, the calls, and what it returns. A heuristic for reading
 * compilers' output, not a data-flow analysis: branches are read as if both sides ran. It ends early, with what it has found,
 * at an instruction it does not know (exceptions, some of garbage collection). For one thread.
 */
final class BodyScan {
    private static final int MOST_LOCALS = 100_000;

    /** A store: its instruction and the address, in the terms of {@link SymbolicStack}. */
    record Store(int opcode, int origin, int address) {
    }

    private final ModuleBinary module;
    private final CodeReader code;
    private final SymbolicStack stack = new SymbolicStack();
    private final List<Store> stores = new ArrayList<>();
    private final Set<Integer> calls = new LinkedHashSet<>();
    private final Set<Long> returned = new LinkedHashSet<>();
    private final boolean returnsOne;
    private long[] locals = {};
    private boolean known = true;

    /** Reads the body of a function. Never throws: what cannot be read is the end. */
    static Optional<BodyScan> of(ModuleBinary module, int function) {
        try {
            return module.body(function).map(body -> {
                BodyScan scan = new BodyScan(module, body, module.typeOf(function));
                scan.run(body, module.typeOf(function).map(t -> t.params().size()).orElse(0));
                return scan;
            });
        } catch (MalformedModuleException e) {
            return Optional.empty();
        }
    }

    private BodyScan(ModuleBinary module, CodeBody body, Optional<FuncType> type) {
        this.module = module;
        this.code = new CodeReader(module.bytes(), body.code());
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

    private void run(CodeBody body, int params) {
        long total = body.localsWith(params);
        if (total > MOST_LOCALS) {
            return;
        }
        locals = new long[(int) total];
        for (int i = 0; i < params; i++) {
            locals[i] = stack.unknown();
        }
        try {
            while (known && code.next()) {
                step();
            }
        } catch (MalformedModuleException e) {
            known = false;
        }
    }

    private void step() {
        switch (code.op()) {
            case Op.UNREACHABLE, Op.BR, Op.BR_TABLE -> stack.unreachable();
            case Op.BLOCK, Op.LOOP -> block();
            case Op.IF -> {
                stack.pop();
                block();
            }
            case Op.ELSE -> stack.otherwise();
            case Op.END -> end();
            case Op.BR_IF, Op.DROP, Op.GLOBAL_SET -> stack.pop();
            case Op.RETURN -> {
                noteReturn();
                stack.unreachable();
            }
            case Op.CALL, Op.RETURN_CALL -> {
                calls.add(code.index());
                apply(module.typeOf(code.index()));
            }
            case Op.CALL_INDIRECT, Op.RETURN_CALL_INDIRECT -> {
                stack.pop();
                apply(module.funcType(code.index()));
            }
            case Op.LOCAL_GET -> stack.push(local(code.index()));
            case Op.LOCAL_SET -> setLocal(code.index(), stack.pop());
            case Op.LOCAL_TEE -> setLocal(code.index(), stack.peek());
            case Op.SELECT, Op.SELECT_TYPED -> replace(3, 1);
            case Op.GLOBAL_GET -> replace(0, 1);
            case Op.TABLE_GET -> replace(1, 1);
            case Op.TABLE_SET -> replace(2, 0);
            case Op.I32_CONST -> stack.push(SymbolicStack.value(0, (int) code.value()));
            case Op.I32_ADD -> add(1);
            case Op.I32_SUB -> add(-1);
            default -> other(code.op());
        }
    }

    private void other(int op) {
        if (op >= Op.I32_STORE && op <= Op.I64_STORE32) {
            stack.pop();
            long address = stack.pop();
            stores.add(new Store(op, SymbolicStack.origin(address), SymbolicStack.constant(address) + (int) code.value()));
            return;
        }
        Optional<String> signature = Op.signature(op);
        known = signature.isPresent();
        signature.ifPresent(s -> replace(s.indexOf('>'), s.length() - s.indexOf('>') - 1));
    }

    private void replace(int taken, int given) {
        stack.pop(taken);
        stack.pushUnknown(given);
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
        long type = code.value();
        if (type >= 0) {
            Optional<FuncType> function = module.funcType((int) type);
            stack.open(function.map(f -> f.params().size()).orElse(0), function.map(f -> f.results().size()).orElse(0));
        } else {
            stack.open(0, type == CodeReader.EMPTY_TYPE ? 0 : 1);
        }
    }

    private void apply(Optional<FuncType> type) {
        known = type.isPresent();
        type.ifPresent(t -> replace(t.params().size(), t.results().size()));
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
}
