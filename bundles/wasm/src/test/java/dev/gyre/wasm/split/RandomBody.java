package dev.gyre.wasm.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;
import dev.gyre.wasm.WasmOutput;

/** The body of a function of a {@link RandomModule}. */
final class RandomBody {
    private static final int DEEPEST = 12;

    private final Random random;
    private final FuncType type;
    private final List<FuncType> callees;
    private final int self;
    private final ToIntFunction<FuncType> typeIndex;
    private final WasmOutput out = new WasmOutput();
    private final List<ValType> locals = new ArrayList<>();
    /** What a branch to each label takes along, the outermost first; loops have marks of their own. */
    private final List<List<ValType>> labels = new ArrayList<>();
    private int budget;

    RandomBody(Random random, FuncType type, List<FuncType> callees, int self, ToIntFunction<FuncType> typeIndex) {
        this.random = random;
        this.type = type;
        this.callees = callees;
        this.self = self;
        this.typeIndex = typeIndex;
    }

    byte[] make(List<ValType> more, int size) {
        budget = size;
        locals.addAll(type.params());
        locals.addAll(more);
        out.u32(more.size());
        more.forEach(t -> t.write(out.u32(1)));
        labels.add(type.results());
        fuel();
        statements(8 + random.nextInt(30));
        type.results().forEach(t -> value(t, 3));
        out.op(Op.END);
        return out.toByteArray();
    }

    /** Ends with a trap when there is none left. */
    private void fuel() {
        out.op(Op.GLOBAL_GET).u32(0).op(Op.I32_CONST).s32(1).op(Op.I32_SUB).op(Op.GLOBAL_SET).u32(0);
        out.op(Op.GLOBAL_GET).u32(0).op(Op.I32_CONST).s32(0).op(0x48).op(Op.IF).u8(0x40).op(Op.UNREACHABLE).op(Op.END);
    }

    private void statements(int count) {
        for (int i = 0; i < count && budget > 0; i++) {
            budget--;
            if (statement()) {
                return;
            }
        }
    }

    /** True when what follows is not reached. */
    private boolean statement() {
        int kind = random.nextInt(labels.size() > DEEPEST ? 12 : 24);
        switch (kind) {
            case 0, 1, 2, 3, 4, 5 -> set();
            case 6 -> {
                address();
                value(ValType.I32, 3);
                out.op(random.nextBoolean() ? Op.I32_STORE8 : Op.I32_STORE).u32(0).u32(random.nextInt(40));
            }
            case 7 -> {
                value(ValType.I32, 3);
                out.op(Op.GLOBAL_SET).u32(1 + random.nextInt(4));
            }
            case 8 -> call();
            case 9 -> {
                int depth = random.nextInt(labels.size());
                labels.get(labels.size() - 1 - depth).forEach(t -> value(t, 2));
                value(ValType.I32, 3);
                out.op(Op.BR_IF).u32(depth);
                drop(labels.get(labels.size() - 1 - depth));
            }
            case 10 -> {
                if (random.nextInt(4) == 0) {
                    return leave();
                }
                set();
            }
            case 11 -> {
                value(ValType.I32, 2);
                out.op(Op.IF).u8(0x40);
                labels.add(List.of());
                if (!leave()) {
                    set();
                }
                labels.removeLast();
                out.op(Op.END);
            }
            case 12, 13 -> block();
            case 14, 15 -> conditional();
            case 16, 17 -> loop();
            case 18, 19 -> table();
            case 20 -> handled();
            default -> set();
        }
        return false;
    }

    private void set() {
        int local = random.nextInt(locals.size());
        value(locals.get(local), 4);
        out.op(Op.LOCAL_SET).u32(local);
    }

    private void call() {
        if (callees.isEmpty()) {
            set();
            return;
        }
        int callee = random.nextInt(callees.size());
        callees.get(callee).params().forEach(t -> value(t, 2));
        out.op(Op.CALL).u32(callee);
        keep(callees.get(callee).results());
    }

    /** Puts results into locals where there are any of their type. */
    private void keep(List<ValType> results) {
        for (ValType t : results.reversed()) {
            int local = locals.lastIndexOf(t);
            if (local >= 0 && random.nextInt(3) > 0) {
                out.op(Op.LOCAL_SET).u32(local);
            } else {
                out.op(Op.DROP);
            }
        }
    }

    private void drop(List<ValType> values) {
        values.forEach(t -> out.op(Op.DROP));
    }

    private boolean leave() {
        switch (random.nextInt(6)) {
            case 0 -> {
                type.results().forEach(t -> value(t, 2));
                out.op(Op.RETURN);
            }
            case 1 -> {
                if (random.nextInt(4) > 0) {
                    return false;
                }
                out.op(Op.UNREACHABLE);
            }
            case 2 -> {
                if (random.nextInt(3) > 0) {
                    return false;
                }
                value(ValType.I32, 2);
                out.op(Op.THROW).u32(0);
            }
            default -> {
                int depth = random.nextInt(labels.size());
                labels.get(labels.size() - 1 - depth).forEach(t -> value(t, 2));
                out.op(Op.BR).u32(depth);
            }
        }
        return true;
    }

    private List<ValType> few() {
        List<ValType> out = new ArrayList<>();
        for (int n = random.nextInt(5) - 2; n > 0; n--) {
            out.add(locals.get(random.nextInt(locals.size())));
        }
        return out;
    }

    private void blockType(List<ValType> params, List<ValType> results) {
        if (params.isEmpty() && results.isEmpty()) {
            out.u8(0x40);
        } else {
            out.s64(typeIndex.applyAsInt(new FuncType(params, results)));
        }
    }

    private void body(List<ValType> params, List<ValType> label, List<ValType> results) {
        labels.add(label);
        keep(params);
        statements(1 + random.nextInt(8));
        results.forEach(t -> value(t, 3));
        labels.removeLast();
    }

    private void block() {
        List<ValType> params = few();
        List<ValType> results = few();
        params.forEach(t -> value(t, 2));
        out.op(Op.BLOCK);
        blockType(params, results);
        body(params, results, results);
        out.op(Op.END);
        keep(results);
    }

    private void conditional() {
        List<ValType> params = few();
        List<ValType> results = few();
        params.forEach(t -> value(t, 2));
        value(ValType.I32, 3);
        out.op(Op.IF);
        blockType(params, results);
        body(params, results, results);
        if (random.nextBoolean() || !params.equals(results)) {
            out.op(Op.ELSE);
            body(params, results, results);
        }
        out.op(Op.END);
        keep(results);
    }

    private void loop() {
        List<ValType> params = few();
        List<ValType> results = few();
        params.forEach(t -> value(t, 2));
        out.op(Op.LOOP);
        blockType(params, results);
        fuel();
        body(params, params, results);
        out.op(Op.END);
        keep(results);
    }

    /** A switch as compilers write it: blocks that begin together, an arm behind each. */
    private void table() {
        int arms = 2 + random.nextInt(9);
        for (int i = 0; i < arms; i++) {
            out.op(Op.BLOCK).u8(0x40);
            labels.add(List.of());
        }
        statements(random.nextInt(3));
        value(ValType.I32, 2);
        out.op(Op.I32_CONST).s32(arms + 1).op(0x70);
        int entries = arms + random.nextInt(3);
        out.op(Op.BR_TABLE).u32(entries);
        for (int i = 0; i <= entries; i++) {
            out.u32(random.nextInt(arms));
        }
        for (int i = 0; i < arms; i++) {
            out.op(Op.END);
            labels.removeLast();
            statements(random.nextInt(6));
        }
    }

    private void handled() {
        out.op(Op.BLOCK).u8(0x7f);
        labels.add(List.of(ValType.I32));
        out.op(Op.TRY_TABLE).u8(0x40).u32(1).u8(0).u32(0).u32(0);
        labels.add(List.of());
        statements(1 + random.nextInt(8));
        if (random.nextBoolean()) {
            value(ValType.I32, 2);
            out.op(Op.IF).u8(0x40);
            value(ValType.I32, 2);
            out.op(Op.THROW).u32(0).op(Op.END);
        }
        labels.removeLast();
        out.op(Op.END).op(Op.I32_CONST).s32(7);
        labels.removeLast();
        out.op(Op.END);
        keep(List.of(ValType.I32));
    }

    private void address() {
        value(ValType.I32, 2);
        if (random.nextInt(30) > 0) {
            out.op(Op.I32_CONST).s32(1023).op(0x71);
        }
    }

    /** An expression. */
    private void value(ValType t, int depth) {
        budget--;
        boolean leaf = depth == 0 || budget < 0 || random.nextInt(3) == 0;
        int local = locals.indexOf(t);
        int last = locals.lastIndexOf(t);
        if (leaf) {
            if (local >= 0 && random.nextInt(4) > 0) {
                out.op(Op.LOCAL_GET).u32(random.nextBoolean() ? local : last);
            } else {
                constant(t);
            }
            return;
        }
        if (local >= 0 && random.nextInt(5) == 0) {
            value(t, depth - 1);
            out.op(Op.LOCAL_TEE).u32(last);
            return;
        }
        switch (t.code()) {
            case 0x7f -> i32(depth - 1);
            case 0x7e -> i64(depth - 1);
            case 0x7d -> {
                value(ValType.F32, depth - 1);
                value(ValType.F32, depth - 1);
                out.op(0x92 + random.nextInt(3));
            }
            case 0x7c -> {
                if (random.nextBoolean()) {
                    value(ValType.I64, depth - 1);
                    out.op(0xb9);
                } else {
                    value(ValType.F64, depth - 1);
                    value(ValType.F64, depth - 1);
                    out.op(0xa0 + random.nextInt(3));
                }
            }
            default -> constant(t);
        }
    }

    private void constant(ValType t) {
        switch (t.code()) {
            case 0x7f -> out.op(Op.I32_CONST).s32(random.nextInt(200) - 20);
            case 0x7e -> out.op(Op.I64_CONST).s64(random.nextInt(2000) - 20);
            case 0x7d -> out.op(Op.F32_CONST).bytes(new byte[] {0, 0, (byte) random.nextInt(128), 0x40});
            case 0x7c -> out.op(Op.F64_CONST).bytes(new byte[] {0, 0, 0, 0, 0, 0, (byte) random.nextInt(128), 0x40});
            default -> {
                if (self > 0 && random.nextBoolean()) {
                    out.op(Op.REF_FUNC).u32(0);
                } else {
                    out.op(Op.REF_NULL).u8(0x70);
                }
            }
        }
    }

    private void i32(int depth) {
        switch (random.nextInt(9)) {
            case 0 -> {
                address();
                out.op(random.nextBoolean() ? Op.I32_LOAD : 0x2c).u32(0).u32(random.nextInt(40));
            }
            case 1 -> {
                value(ValType.I64, depth);
                out.op(random.nextBoolean() ? 0xa7 : 0x50);
            }
            case 2 -> {
                value(ValType.F64, depth);
                out.op(0xfc0002);
            }
            case 3 -> {
                value(ValType.FUNCREF, depth);
                out.op(0xd1);
            }
            case 4 -> {
                value(ValType.I32, depth);
                value(ValType.I32, depth);
                value(ValType.I32, depth);
                out.op(Op.SELECT);
            }
            case 5 -> {
                value(ValType.I32, depth);
                value(ValType.I32, depth);
                out.op(0x6d + random.nextInt(4));
            }
            default -> {
                value(ValType.I32, depth);
                value(ValType.I32, depth);
                out.op(new int[] {0x6a, 0x6b, 0x6c, 0x71, 0x73, 0x46, 0x48, 0x4b}[random.nextInt(8)]);
            }
        }
    }

    private void i64(int depth) {
        switch (random.nextInt(4)) {
            case 0 -> {
                value(ValType.I32, depth);
                out.op(0xac);
            }
            case 1 -> {
                value(ValType.F32, depth);
                out.op(0xfc0004);
            }
            default -> {
                value(ValType.I64, depth);
                value(ValType.I64, depth);
                out.op(new int[] {0x7c, 0x7d, 0x7e, 0x83, 0x85}[random.nextInt(5)]);
            }
        }
    }
}
