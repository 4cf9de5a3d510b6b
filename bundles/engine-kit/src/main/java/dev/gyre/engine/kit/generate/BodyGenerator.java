package dev.gyre.engine.kit.generate;

import static dev.gyre.engine.kit.generate.Ops.BLOCK;
import static dev.gyre.engine.kit.generate.Ops.BR;
import static dev.gyre.engine.kit.generate.Ops.BR_IF;
import static dev.gyre.engine.kit.generate.Ops.BR_TABLE;
import static dev.gyre.engine.kit.generate.Ops.CALL;
import static dev.gyre.engine.kit.generate.Ops.DROP;
import static dev.gyre.engine.kit.generate.Ops.ELSE;
import static dev.gyre.engine.kit.generate.Ops.END;
import static dev.gyre.engine.kit.generate.Ops.GLOBAL_GET;
import static dev.gyre.engine.kit.generate.Ops.GLOBAL_SET;
import static dev.gyre.engine.kit.generate.Ops.I32_EQZ;
import static dev.gyre.engine.kit.generate.Ops.I32_SUB;
import static dev.gyre.engine.kit.generate.Ops.IF;
import static dev.gyre.engine.kit.generate.Ops.LOCAL_SET;
import static dev.gyre.engine.kit.generate.Ops.LOOP;
import static dev.gyre.engine.kit.generate.Ops.NOP;
import static dev.gyre.engine.kit.generate.Ops.RETURN;
import static dev.gyre.engine.kit.generate.Ops.UNREACHABLE;
import static dev.gyre.engine.kit.generate.Ops.VOID;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.kit.Assembler;
import dev.gyre.engine.kit.Assembler.Code;

/** Generates a function's statements; each leaves the operand stack as it found it. */
final class BodyGenerator {
    private static final int DEEPEST = 6;

    private final Assembler module;
    private final Scope scope;
    private final Choices choices;
    private final ExternType.Func type;
    private final Code code = new Code();
    private final Labels labels = new Labels();
    private final ExpressionGenerator expressions;
    private final List<ValueType> locals;
    private int depth;

    /** @param budget how many operators and statements, roughly */
    BodyGenerator(Assembler module, Scope scope, Choices choices, ExternType.Func type, int budget) {
        this.module = module;
        this.scope = scope;
        this.choices = choices;
        this.type = type;
        this.locals = Stream.concat(type.params().stream(),
                IntStream.range(0, 4 + choices.below(12)).mapToObj(i -> Scope.NUMBERS.get(i < 4 ? i : choices.below(4)))).toList();
        this.expressions = new ExpressionGenerator(module, scope, choices, code, locals, budget, this::expressionBlock);
    }

    /** Defines the function. */
    void generate() {
        labels.push(type.results());
        code.op(GLOBAL_GET).unsigned(scope.fuel).op(I32_EQZ, IF, VOID);
        type.results().forEach(expressions::zero);
        code.op(RETURN, END);
        burn();
        statements(2 + choices.below(10));
        type.results().forEach(expressions::value);
        if (scope.dialect != Dialect.EVERYTHING) {
            code.op(NOP);
        }
        module.body(locals.subList(type.params().size(), locals.size()), code);
    }

    private void burn() {
        code.op(GLOBAL_GET).unsigned(scope.fuel).i32(1).op(I32_SUB, GLOBAL_SET).unsigned(scope.fuel);
    }

    private void statements(int count) {
        depth++;
        for (int i = 0; i < count && !expressions.exhausted(); i++) {
            statement();
        }
        depth--;
    }

    private void statement() {
        expressions.spend();
        int kind = choices.below(depth < DEEPEST ? 24 : 12);
        switch (kind) {
            case 0, 1, 2 -> set(choices.below(locals.size()));
            case 3, 4 -> expressions.store();
            case 5 -> expressions.setGlobal();
            case 6 -> call();
            case 7 -> {
                expressions.value(Scope.NUMBERS.get(choices.below(4)));
                code.op(DROP);
            }
            case 8 -> expressions.bulk();
            case 9 -> expressions.table();
            case 10, 11 -> branchAway();
            case 12, 13, 14 -> conditional();
            case 15, 16 -> loop();
            case 17, 18 -> dispatch(choices.once(3));
            case 19 -> valuesThroughBlock();
            case 20 -> deadCode();
            case 21 -> branchTable();
            case 22 -> loopWithParameters();
            default -> {
                code.op(BLOCK, VOID);
                inside(List.of(), () -> statements(choices.below(5)));
                code.op(END);
            }
        }
    }

    private void inside(List<ValueType> label, Runnable body) {
        labels.push(label);
        body.run();
        labels.pop();
    }

    private void set(int local) {
        expressions.value(locals.get(local));
        code.op(LOCAL_SET).unsigned(local);
    }

    private void call() {
        if (scope.functions.isEmpty()) {
            return;
        }
        Scope.Function f = scope.functions.get(choices.below(scope.functions.size()));
        f.type().params().forEach(expressions::value);
        code.op(CALL).unsigned(f.index());
        store(f.type().results());
    }

    /** Takes values off the stack into locals, or away. */
    private void store(List<ValueType> values) {
        for (ValueType value : values.reversed()) {
            expressions.take(value);
        }
    }

    /** Leaves some of the blocks around, when a condition holds. */
    private void branchAway() {
        expressions.value(ValueType.I32);
        if (choices.once(40)) {
            code.op(IF, VOID, UNREACHABLE, END);
            return;
        }
        int target = choices.below(labels.count());
        if (labels.types(target).isEmpty() && choices.below(2) == 0) {
            code.op(BR_IF).unsigned(target);
            return;
        }
        boolean returns = target == labels.count() - 1 && choices.below(2) == 0;
        List<ValueType> values = labels.types(target);
        code.op(IF, VOID);
        inside(List.of(), () -> values.forEach(expressions::value));
        if (returns) {
            code.op(RETURN, END);
        } else {
            code.op(BR).unsigned(target + 1).op(END);
        }
    }

    private void conditional() {
        expressions.value(ValueType.I32);
        code.op(IF, VOID);
        inside(List.of(), () -> statements(1 + choices.below(4)));
        if (choices.below(2) == 1) {
            code.op(ELSE);
            inside(List.of(), () -> statements(1 + choices.below(4)));
        }
        code.op(END);
    }

    /** Leaves the block around the loop when there is no fuel left. */
    private void fuelOrLeave(int label) {
        code.op(GLOBAL_GET).unsigned(scope.fuel).op(I32_EQZ, BR_IF).unsigned(label);
        burn();
    }

    private void loop() {
        code.op(BLOCK, VOID);
        inside(List.of(), () -> {
            code.op(LOOP, VOID);
            inside(List.of(), () -> {
                fuelOrLeave(1);
                statements(1 + choices.below(4));
                expressions.value(ValueType.I32);
                code.op(BR_IF).unsigned(0);
            });
            code.op(END);
        });
        code.op(END);
    }

    private void loopWithParameters() {
        List<ValueType> params = scope.dialect != Dialect.EVERYTHING ? List.of() : types(1 + choices.below(3));
        code.op(BLOCK, VOID);
        inside(List.of(), () -> {
            params.forEach(expressions::value);
            code.op(LOOP).signed(module.type(new ExternType.Func(params, List.of())));
            inside(params, () -> {
                store(params);
                fuelOrLeave(1);
                statements(1 + choices.below(4));
                expressions.value(ValueType.I32);
                code.op(IF, VOID);
                inside(List.of(), () -> params.forEach(expressions::value));
                code.op(BR).unsigned(1).op(END);
            });
            code.op(END);
        });
        code.op(END);
    }

    private List<ValueType> types(int count) {
        return IntStream.range(0, count).mapToObj(i -> Scope.NUMBERS.get(choices.below(4))).toList();
    }

    /** The shape of a compiled interpreter: a loop around nested blocks, entered through a table, one arm each. */
    private void dispatch(boolean large) {
        int arms = 2 + choices.below(large ? 20 : 6);
        code.op(BLOCK, VOID);
        labels.push(List.of());
        code.op(LOOP, VOID);
        labels.push(List.of());
        fuelOrLeave(1);
        for (int i = 0; i < arms; i++) {
            code.op(BLOCK, VOID);
            labels.push(List.of());
        }
        expressions.value(ValueType.I32);
        if (choices.below(4) != 0) {
            code.i32(choices.below(2) == 0 ? 7 : 31).op(Ops.I32_AND);
        }
        code.op(BR_TABLE).unsigned(arms - 1);
        for (int i = 0; i < arms; i++) {
            code.unsigned(choices.below(4) == 3 ? choices.below(arms) : i);
        }
        for (int i = arms - 1; i >= 0; i--) {
            labels.pop();
            code.op(END);
            statements(1 + choices.below(4));
            int next = choices.below(5);
            if (next < 3) {
                code.op(BR).unsigned(i);
            } else if (next == 3) {
                code.op(BR).unsigned(i + 1);
            }
        }
        labels.pop();
        code.op(END);
        labels.pop();
        code.op(END);
    }

    private void valuesThroughBlock() {
        List<ValueType> params = scope.dialect != Dialect.EVERYTHING ? List.of() : types(choices.below(3));
        List<ValueType> results = types(1 + choices.below(3));
        params.forEach(expressions::value);
        code.op(BLOCK).signed(module.type(new ExternType.Func(params, results)));
        inside(results, () -> {
            store(params);
            statements(1 + choices.below(3));
            results.forEach(expressions::value);
            if (choices.below(2) == 1) {
                expressions.value(ValueType.I32);
                code.op(BR_IF).unsigned(0);
            }
        });
        code.op(END);
        store(results);
    }

    /** Code nobody reaches is validated and compiled all the same. */
    private void deadCode() {
        code.op(BLOCK, VOID);
        inside(List.of(), () -> {
            statements(choices.below(2));
            code.op(BR).unsigned(0);
            statements(1 + choices.below(2));
        });
        code.op(END);
    }

    /** A table whose targets all take a value. */
    private void branchTable() {
        ValueType value = Scope.NUMBERS.get(choices.below(4));
        int block = Assembler.valueType(value);
        code.op(BLOCK, block);
        labels.push(List.of(value));
        code.op(BLOCK, block);
        labels.push(List.of(value));
        expressions.value(value);
        expressions.value(ValueType.I32);
        int targets = choices.below(4);
        code.op(BR_TABLE).unsigned(targets);
        for (int i = 0; i <= targets; i++) {
            code.unsigned(choices.below(2));
        }
        labels.pop();
        code.op(END);
        expressions.take(value);
        statements(choices.below(3));
        expressions.value(value);
        labels.pop();
        code.op(END);
        expressions.take(value);
    }

    /** A block or a condition that gives a value, for the middle of an expression. */
    private void expressionBlock(ValueType value) {
        if (depth >= DEEPEST) {
            expressions.zero(value);
            return;
        }
        int block = Assembler.valueType(value);
        boolean condition = choices.below(2) == 1;
        if (condition) {
            expressions.value(ValueType.I32);
        }
        code.op(condition ? IF : BLOCK, block);
        inside(List.of(value), () -> {
            statements(choices.below(3));
            expressions.value(value);
        });
        if (condition) {
            code.op(ELSE);
            inside(List.of(value), () -> {
                statements(choices.below(2));
                expressions.value(value);
            });
        }
        code.op(END);
    }
}
