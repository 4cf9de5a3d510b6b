package dev.gyre.engine.chicory.internal.compile;

import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

import dev.gyre.api.engine.ModuleException;
import dev.gyre.wasm.CodeReader;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.Op;

/** What the interpreter of Chicory 1.7.5 computes wrongly. A function left to it must have none of that: a refusal is better than a wrong result. */
final class InterpreterDefects {
    private static final int F32_COPYSIGN = 0x98;
    private static final int F32_CONVERT_I64_U = 0xb5;

    private InterpreterDefects() {
    }

    /**
     * @param interpreted functions of the module, imports counted
     * @param origin      their numbers in the guest's own module
     * @throws ModuleException naming the first that cannot be left to the interpreter
     */
    static void check(ModuleBinary module, Set<Integer> interpreted, IntUnaryOperator origin) {
        for (int function : interpreted) {
            defect(module, function).ifPresent(what -> {
                throw new ModuleException("function " + origin.applyAsInt(function) + " is too large to be compiled for the JVM, and chicory's interpreter computes "
                        + what + " wrongly; another engine may run it (gyre up --engine graalwasm)");
            });
        }
    }

    private static Optional<String> defect(ModuleBinary module, int function) {
        CodeReader code = new CodeReader(module.bytes(), module.body(function).orElseThrow().code());
        while (code.next()) {
            switch (code.op()) {
                case Op.BLOCK, Op.LOOP, Op.IF, Op.TRY_TABLE -> {
                    if (code.value() >= 0 && module.funcType((int) code.value()).filter(t -> !t.params().isEmpty()).isPresent()) {
                        return Optional.of("blocks with parameters");
                    }
                }
                case F32_COPYSIGN -> {
                    return Optional.of("f32.copysign");
                }
                case F32_CONVERT_I64_U -> {
                    return Optional.of("f32.convert_i64_u");
                }
                default -> { }
            }
        }
        return Optional.empty();
    }
}
