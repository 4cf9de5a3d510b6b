package dev.gyre.engine.chicory.internal.rewrite;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Comparisons that a branch follows at once. Chicory calls a method that gives 0 or 1 and compares that with 0; here the branch
 * is on the comparison itself, which is shorter and leaves nothing to inline.
 *
 * @param kind   what is compared
 * @param branch the JVM's branch taken when the comparison holds, on the sign of a three-way result or on two ints
 * @param nan    for floating point: whether the three-way result of a NaN is to be 1 rather than -1
 */
record Comparisons(Kind kind, Opcode branch, boolean nan) {
    private static final Map<String, Opcode> BRANCHES = Map.of("EQ", Opcode.IFEQ, "NE", Opcode.IFNE, "LT", Opcode.IFLT, "GT", Opcode.IFGT,
            "LE", Opcode.IFLE, "GE", Opcode.IFGE);
    private static final Map<Opcode, Opcode> OPPOSITES = Map.of(Opcode.IFEQ, Opcode.IFNE, Opcode.IFNE, Opcode.IFEQ, Opcode.IFLT, Opcode.IFGE,
            Opcode.IFGE, Opcode.IFLT, Opcode.IFGT, Opcode.IFLE, Opcode.IFLE, Opcode.IFGT);
    private static final Map<Opcode, Opcode> OF_INTS = Map.of(Opcode.IFEQ, Opcode.IF_ICMPEQ, Opcode.IFNE, Opcode.IF_ICMPNE, Opcode.IFLT,
            Opcode.IF_ICMPLT, Opcode.IFGE, Opcode.IF_ICMPGE, Opcode.IFGT, Opcode.IF_ICMPGT, Opcode.IFLE, Opcode.IF_ICMPLE);

    enum Kind { I32, I32_ZERO, I32_UNSIGNED, I64, I64_ZERO, I64_UNSIGNED, F32, F64 }

    private static final Map<String, Comparisons> ALL = new HashMap<>();

    static {
        ALL.put("I32_EQZ", new Comparisons(Kind.I32_ZERO, Opcode.IFEQ, false));
        ALL.put("I64_EQZ", new Comparisons(Kind.I64_ZERO, Opcode.IFEQ, false));
        BRANCHES.forEach((name, branch) -> {
            for (String suffix : new String[] {"", "_S"}) {
                ALL.put("I32_" + name + suffix, new Comparisons(Kind.I32, branch, false));
                ALL.put("I64_" + name + suffix, new Comparisons(Kind.I64, branch, false));
            }
            ALL.put("I32_" + name + "_U", new Comparisons(Kind.I32_UNSIGNED, branch, false));
            ALL.put("I64_" + name + "_U", new Comparisons(Kind.I64_UNSIGNED, branch, false));
            // A comparison with a NaN does not hold: less-than sees "greater", the others see "less".
            boolean nan = branch == Opcode.IFLT || branch == Opcode.IFLE;
            ALL.put("F32_" + name, new Comparisons(Kind.F32, branch, nan));
            ALL.put("F64_" + name, new Comparisons(Kind.F64, branch, nan));
        });
    }

    /** @param opcode as Chicory names it: {@code I32_LT_U} */
    static Optional<Comparisons> of(String opcode) {
        return Optional.ofNullable(ALL.get(opcode));
    }

    /** The same comparison, held when this one is not. */
    Comparisons not() {
        return new Comparisons(kind, OPPOSITES.get(branch), nan);
    }

    void emit(CodeBuilder code, Label target) {
        switch (kind) {
            case I32 -> code.branch(OF_INTS.get(branch), target);
            case I32_ZERO -> code.branch(branch, target);
            case I32_UNSIGNED -> code.invokestatic(ClassDesc.of("java.lang.Integer"), "compareUnsigned", MethodTypeDesc.of(CD_int, CD_int, CD_int))
                    .branch(branch, target);
            case I64 -> code.lcmp().branch(branch, target);
            case I64_ZERO -> code.lconst_0().lcmp().branch(branch, target);
            case I64_UNSIGNED -> code.invokestatic(ClassDesc.of("java.lang.Long"), "compareUnsigned", MethodTypeDesc.of(CD_int, CD_long, CD_long))
                    .branch(branch, target);
            case F32 -> (nan ? code.fcmpg() : code.fcmpl()).branch(branch, target);
            case F64 -> (nan ? code.dcmpg() : code.dcmpl()).branch(branch, target);
        }
    }
}
