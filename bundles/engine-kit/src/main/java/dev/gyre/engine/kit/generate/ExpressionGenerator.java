package dev.gyre.engine.kit.generate;

import static dev.gyre.engine.kit.generate.Ops.CALL;
import static dev.gyre.engine.kit.generate.Ops.CALL_INDIRECT;
import static dev.gyre.engine.kit.generate.Ops.DROP;
import static dev.gyre.engine.kit.generate.Ops.GLOBAL_GET;
import static dev.gyre.engine.kit.generate.Ops.GLOBAL_SET;
import static dev.gyre.engine.kit.generate.Ops.I32_AND;
import static dev.gyre.engine.kit.generate.Ops.LOCAL_GET;
import static dev.gyre.engine.kit.generate.Ops.LOCAL_SET;
import static dev.gyre.engine.kit.generate.Ops.LOCAL_TEE;
import static dev.gyre.engine.kit.generate.Ops.MEMORY_GROW;
import static dev.gyre.engine.kit.generate.Ops.MEMORY_SIZE;
import static dev.gyre.engine.kit.generate.Ops.PREFIX;
import static dev.gyre.engine.kit.generate.Ops.REF_FUNC;
import static dev.gyre.engine.kit.generate.Ops.REF_IS_NULL;
import static dev.gyre.engine.kit.generate.Ops.REF_NULL;
import static dev.gyre.engine.kit.generate.Ops.SELECT;
import static dev.gyre.engine.kit.generate.Ops.TABLE_GET;
import static dev.gyre.engine.kit.generate.Ops.TABLE_SET;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.kit.Assembler;
import dev.gyre.engine.kit.Assembler.Code;

/** Generates code that leaves one value, and the simple statements made of such code. */
final class ExpressionGenerator {
    private static final int FUNCREF = 0x70;
    /** Addresses are cut to this, so that most of them are in bounds. */
    private static final int MASK = 0xffff;

    private final Assembler module;
    private final Scope scope;
    private final Choices choices;
    private final Code code;
    private final List<ValueType> locals;
    private final Consumer<ValueType> block;
    private int budget;
    private int depth;

    /** @param block makes a block that leaves a value */
    ExpressionGenerator(Assembler module, Scope scope, Choices choices, Code code, List<ValueType> locals, int budget, Consumer<ValueType> block) {
        this.module = module;
        this.scope = scope;
        this.choices = choices;
        this.code = code;
        this.locals = locals;
        this.budget = budget;
        this.block = block;
    }

    void spend() {
        budget--;
    }

    boolean exhausted() {
        return budget <= 0;
    }

    void zero(ValueType type) {
        constant(type, 0);
    }

    private void constant(ValueType type, long bits) {
        switch (type) {
            case I32 -> code.i32((int) bits);
            case I64 -> code.i64(bits);
            case F32 -> code.f32((int) bits);
            default -> code.f64(bits);
        }
    }

    /** Leaves a value of the type. */
    void value(ValueType type) {
        budget--;
        int kind = choices.below(budget <= 0 || depth > 6 ? 5 : 22);
        depth++;
        switch (kind) {
            case 0 -> constant(type, number(type));
            case 1, 2, 3 -> local(LOCAL_GET, type);
            case 4 -> global(type);
            case 5 -> load(type);
            case 6 -> divide(type);
            case 7 -> {
                value(type);
                value(type);
                value(ValueType.I32);
                code.op(SELECT);
            }
            case 8 -> {
                value(type);
                local(LOCAL_TEE, type);
            }
            case 9 -> call(type);
            case 10 -> indirect(type);
            case 11 -> block.accept(type);
            case 12 -> special(type);
            default -> operator(type);
        }
        depth--;
    }

    private long number(ValueType type) {
        return switch (type) {
            case F32 -> choices.below(2) == 0 ? Float.floatToRawIntBits(choices.below(2000) / 8f - 100) : choices.number();
            case F64 -> choices.below(2) == 0 ? Double.doubleToRawLongBits(choices.below(2000) / 8d - 100) : choices.number();
            default -> choices.number();
        };
    }

    private void local(int op, ValueType type) {
        List<Integer> fitting = IntStream.range(0, locals.size()).filter(i -> locals.get(i) == type).boxed().toList();
        code.op(op).unsigned(fitting.get(choices.below(fitting.size())));
    }

    private void global(ValueType type) {
        List<Scope.Global> fitting = scope.globalsOf(type);
        if (fitting.isEmpty()) {
            local(LOCAL_GET, type);
        } else {
            code.op(GLOBAL_GET).unsigned(fitting.get(choices.below(fitting.size())).index());
        }
    }

    private void operator(ValueType type) {
        List<Ops.Op> ops = Ops.total(type, scope.dialect);
        Ops.Op op = ops.get(choices.below(ops.size()));
        op.takes().forEach(this::value);
        code.op(op.code());
        if (op.nan()) {
            code.op(CALL).unsigned(type == ValueType.F32 ? scope.canonical32 : scope.canonical64);
        }
    }

    private void divide(ValueType type) {
        if (!Ops.DIVISIONS.containsKey(type)) {
            operator(type);
            return;
        }
        if (choices.once(3)) {
            List<Ops.Op> truncations = Ops.TRUNCATIONS.get(type);
            Ops.Op op = truncations.get(choices.below(truncations.size()));
            ValueType from = op.takes().getFirst();
            if (choices.once(8)) {
                value(from);
            } else {
                constant(from, from == ValueType.F32 ? Float.floatToRawIntBits(choices.below(9999) / 3f) : Double.doubleToRawLongBits(choices.below(9999) / 3d));
            }
            code.op(op.code());
            return;
        }
        value(type);
        value(type);
        if (!choices.once(12)) {
            constant(type, 1 + choices.below(9) * 2L);
            code.op(type == ValueType.I32 ? Ops.I32_OR : Ops.I64_OR);
        }
        int[] divisions = Ops.DIVISIONS.get(type);
        code.op(divisions[choices.below(divisions.length)]);
    }

    private void address() {
        value(ValueType.I32);
        if (!choices.once(40)) {
            code.i32(MASK >> choices.below(12)).op(I32_AND);
        }
    }

    /** Alignment and offset. */
    private void place() {
        code.unsigned(0).unsigned(switch (choices.below(12)) {
            case 9 -> 65_530;
            case 10 -> choices.below(1 << 16);
            case 11 -> choices.once(20) ? choices.bits() & 0xffff_ffffL : 4096;
            default -> choices.below(300);
        });
    }

    private void load(ValueType type) {
        address();
        int[] loads = Ops.LOADS.get(type);
        code.op(loads[choices.below(loads.length)]);
        place();
    }

    void store() {
        ValueType type = Scope.NUMBERS.get(choices.below(4));
        address();
        value(type);
        int[] stores = Ops.STORES.get(type);
        code.op(stores[choices.below(stores.length)]);
        place();
    }

    void setGlobal() {
        if (scope.globals.isEmpty()) {
            return;
        }
        Scope.Global g = scope.globals.get(choices.below(scope.globals.size()));
        value(g.type());
        code.op(GLOBAL_SET).unsigned(g.index());
    }

    /** Takes a value off the stack. */
    void take(ValueType type) {
        if (choices.below(4) == 3) {
            code.op(DROP);
        } else {
            local(LOCAL_SET, type);
        }
    }

    private void call(ValueType type) {
        List<Scope.Function> fitting = scope.giving(type);
        if (fitting.isEmpty()) {
            operator(type);
            return;
        }
        Scope.Function f = fitting.get(choices.below(fitting.size()));
        f.type().params().forEach(this::value);
        code.op(CALL).unsigned(f.index());
    }

    private void indirect(ValueType type) {
        List<Integer> fitting = IntStream.range(0, scope.elements.size())
                .filter(i -> scope.elements.get(i).type().results().equals(List.of(type))).boxed().toList();
        if (fitting.isEmpty() || scope.tables == 0) {
            operator(type);
            return;
        }
        int element = fitting.get(choices.below(fitting.size()));
        Scope.Function f = scope.elements.get(element);
        f.type().params().forEach(this::value);
        if (choices.once(6)) {
            value(ValueType.I32);
            code.i32(15).op(I32_AND);
        } else {
            code.i32(element);
        }
        code.op(CALL_INDIRECT).unsigned(module.type(f.type())).unsigned(choices.below(scope.tables));
    }

    private void special(ValueType type) {
        if (type != ValueType.I32) {
            operator(type);
            return;
        }
        int table = scope.tables == 0 ? 0 : choices.below(scope.tables);
        switch (choices.below(scope.tables == 0 ? 2 : 5)) {
            case 0 -> code.op(MEMORY_SIZE, 0);
            case 1 -> {
                code.i32(choices.once(4) ? (int) choices.number() : choices.below(2)).op(MEMORY_GROW, 0);
            }
            case 2 -> code.op(PREFIX, 16).unsigned(table);
            case 3 -> {
                element();
                code.op(TABLE_GET).unsigned(table).op(REF_IS_NULL);
            }
            default -> {
                reference();
                code.i32(choices.once(4) ? (int) choices.number() : choices.below(2)).op(PREFIX, 15).unsigned(table);
            }
        }
    }

    /**
     * An index or a length for a table. None is negative or huge: Chicory adds them up in 32 bits, so that it does nothing where
     * the specification wants a trap.
     */
    private void element() {
        if (choices.once(12)) {
            value(ValueType.I32);
            code.i32(15).op(I32_AND);
        } else {
            code.i32(choices.below(8));
        }
    }

    private void reference() {
        if (scope.elements.isEmpty() || choices.once(6)) {
            code.op(REF_NULL, FUNCREF);
        } else {
            code.op(REF_FUNC).unsigned(scope.elements.get(choices.below(scope.elements.size())).index());
        }
    }

    /** A length, most of them small. */
    private void length(int usual) {
        if (choices.once(10)) {
            value(ValueType.I32);
        } else {
            code.i32(choices.below(usual));
        }
    }

    void bulk() {
        boolean segments = scope.dataSegments > 0;
        switch (choices.below(segments ? 4 : 2)) {
            case 0 -> {
                address();
                value(ValueType.I32);
                length(6000);
                code.op(PREFIX, 11, 0);
            }
            case 1 -> {
                address();
                address();
                length(6000);
                code.op(PREFIX, 10, 0, 0);
            }
            case 2 -> {
                address();
                code.i32(choices.below(4));
                length(Math.max(1, scope.bytesPerSegment - 4));
                code.op(PREFIX, 8).unsigned(choices.below(scope.dataSegments)).op(0);
            }
            default -> {
                if (choices.once(4)) {
                    code.op(PREFIX, 9).unsigned(choices.below(scope.dataSegments));
                }
            }
        }
    }

    private void elements(int usual) {
        if (choices.once(10)) {
            element();
        } else {
            code.i32(choices.below(usual));
        }
    }

    void table() {
        if (scope.tables == 0) {
            return;
        }
        int table = choices.below(scope.tables);
        switch (choices.below(scope.elementSegments > 0 ? 5 : 3)) {
            case 0 -> {
                element();
                reference();
                code.op(TABLE_SET).unsigned(table);
            }
            case 1 -> {
                element();
                element();
                elements(3);
                code.op(PREFIX, 14).unsigned(table).unsigned(choices.below(scope.tables));
            }
            case 2 -> {
                element();
                reference();
                elements(3);
                code.op(PREFIX, 17).unsigned(table);
            }
            case 3 -> {
                element();
                code.i32(choices.below(2));
                elements(Math.max(1, scope.elementsPerSegment - 1));
                code.op(PREFIX, 12).unsigned(choices.below(scope.elementSegments)).unsigned(table);
            }
            default -> {
                if (choices.once(4)) {
                    code.op(PREFIX, 13).unsigned(choices.below(scope.elementSegments));
                }
            }
        }
    }
}
