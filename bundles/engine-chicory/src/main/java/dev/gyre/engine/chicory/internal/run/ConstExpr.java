package dev.gyre.engine.chicory.internal.run;

import java.util.List;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.wasm.types.Instruction;
import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.Value;

import dev.gyre.api.engine.ModuleException;

/** A constant expression (core specification, 3.3.10), folded when the module is loaded unless it reads a global. */
final class ConstExpr {
    private final List<Instruction> code;
    private final boolean folded;
    private final long value;

    ConstExpr(List<Instruction> code) {
        this.code = code;
        this.folded = code.stream().noneMatch(i -> i.opcode() == OpCode.GLOBAL_GET);
        this.value = folded ? run(new GlobalInstance[0]) : 0;
    }

    /** Whether it is the same in every instance. */
    boolean isFolded() {
        return folded;
    }

    /** @param globals those of the instance, as far as they are made */
    long value(GlobalInstance[] globals) {
        return folded ? value : run(globals);
    }

    private long run(GlobalInstance[] globals) {
        long[] stack = new long[code.size()];
        int top = 0;
        for (Instruction i : code) {
            switch (i.opcode()) {
                case I32_CONST -> stack[top++] = (int) i.operand(0);
                case I64_CONST, F32_CONST, F64_CONST, REF_FUNC -> stack[top++] = i.operand(0);
                case REF_NULL -> stack[top++] = Value.REF_NULL_VALUE;
                case GLOBAL_GET -> stack[top++] = globals[(int) i.operand(0)].getValue();
                case I32_ADD, I32_SUB, I32_MUL, I64_ADD, I64_SUB, I64_MUL -> {
                    top--;
                    stack[top - 1] = apply(i.opcode(), stack[top - 1], stack[top]);
                }
                case END -> { }
                default -> throw new ModuleException("instruction " + i.opcode() + " in a constant expression");
            }
        }
        return stack[0];
    }

    private static long apply(OpCode op, long a, long b) {
        return switch (op) {
            case I32_ADD -> (int) (a + b);
            case I32_SUB -> (int) (a - b);
            case I32_MUL -> (int) (a * b);
            case I64_ADD -> a + b;
            case I64_SUB -> a - b;
            default -> a * b;
        };
    }
}
