package dev.gyre.engine.chicory.internal.rewrite;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import dev.gyre.engine.chicory.internal.code.NumberOps;

/** Opcodes that Chicory calls a method for, and the JVM has an instruction or an intrinsic method for, or Chicory gets wrong. */
final class Intrinsics {
    private static final ClassDesc INTEGER = ClassDesc.of("java.lang.Integer");
    private static final ClassDesc LONG = ClassDesc.of("java.lang.Long");
    private static final Map<String, Consumer<CodeBuilder>> ALL = new HashMap<>();

    static {
        MethodTypeDesc unary = MethodTypeDesc.of(CD_int, CD_int);
        MethodTypeDesc binary = MethodTypeDesc.of(CD_int, CD_int, CD_int);
        MethodTypeDesc unaryLong = MethodTypeDesc.of(CD_int, CD_long);
        MethodTypeDesc binaryLong = MethodTypeDesc.of(CD_long, CD_long, CD_int);
        ALL.put("I32_CLZ", c -> c.invokestatic(INTEGER, "numberOfLeadingZeros", unary));
        ALL.put("I32_CTZ", c -> c.invokestatic(INTEGER, "numberOfTrailingZeros", unary));
        ALL.put("I32_POPCNT", c -> c.invokestatic(INTEGER, "bitCount", unary));
        ALL.put("I32_ROTL", c -> c.invokestatic(INTEGER, "rotateLeft", binary));
        ALL.put("I32_ROTR", c -> c.invokestatic(INTEGER, "rotateRight", binary));
        ALL.put("I64_CLZ", c -> c.invokestatic(LONG, "numberOfLeadingZeros", unaryLong).i2l());
        ALL.put("I64_CTZ", c -> c.invokestatic(LONG, "numberOfTrailingZeros", unaryLong).i2l());
        ALL.put("I64_POPCNT", c -> c.invokestatic(LONG, "bitCount", unaryLong).i2l());
        ALL.put("I64_ROTL", c -> c.l2i().invokestatic(LONG, "rotateLeft", binaryLong));
        ALL.put("I64_ROTR", c -> c.l2i().invokestatic(LONG, "rotateRight", binaryLong));
        ALL.put("I32_EXTEND_8_S", CodeBuilder::i2b);
        ALL.put("I32_EXTEND_16_S", CodeBuilder::i2s);
        ALL.put("I64_EXTEND_8_S", c -> c.l2i().i2b().i2l());
        ALL.put("I64_EXTEND_16_S", c -> c.l2i().i2s().i2l());
        ALL.put("I64_EXTEND_32_S", c -> c.l2i().i2l());
        ALL.put("I64_EXTEND_I32_U", c -> c.i2l().loadConstant(0xffffffffL).land());
        ALL.put("F32_CONVERT_I32_S", CodeBuilder::i2f);
        ALL.put("F32_CONVERT_I64_S", CodeBuilder::l2f);
        ALL.put("F64_CONVERT_I32_S", CodeBuilder::i2d);
        ALL.put("F64_CONVERT_I64_S", CodeBuilder::l2d);
        ALL.put("F64_CONVERT_I32_U", c -> c.i2l().loadConstant(0xffffffffL).land().l2d());
        ALL.put("F64_SQRT", c -> c.invokestatic(ClassDesc.of("java.lang.Math"), "sqrt", MethodTypeDesc.of(CD_double, CD_double)));
        ALL.put("F64_ABS", c -> c.invokestatic(ClassDesc.of("java.lang.Math"), "abs", MethodTypeDesc.of(CD_double, CD_double)));
        ALL.put("F32_ABS", c -> c.invokestatic(ClassDesc.of("java.lang.Math"), "abs", MethodTypeDesc.of(CD_float, CD_float)));
        // Chicory's own takes the number 4290772992 for a NaN, and turns the sign round.
        ALL.put("F32_COPYSIGN", c -> c.invokestatic(ClassDesc.of("java.lang.Math"), "copySign", MethodTypeDesc.of(CD_float, CD_float, CD_float)));
        ALL.put("F32_CONVERT_I64_U", c -> c.invokestatic(NumberOps.class.describeConstable().orElseThrow(), "convertUnsigned",
                MethodTypeDesc.of(CD_float, CD_long)));
        ALL.put("I64_REINTERPRET_F64", c -> c.invokestatic(ClassDesc.of("java.lang.Double"), "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double)));
        ALL.put("F64_REINTERPRET_I64", c -> c.invokestatic(ClassDesc.of("java.lang.Double"), "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long)));
        ALL.put("I32_REINTERPRET_F32", c -> c.invokestatic(ClassDesc.of("java.lang.Float"), "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float)));
        ALL.put("F32_REINTERPRET_I32", c -> c.invokestatic(ClassDesc.of("java.lang.Float"), "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int)));
    }

    private Intrinsics() {
    }

    /** @return whether there was something better than the call */
    static boolean emit(String opcode, CodeBuilder code) {
        Consumer<CodeBuilder> better = ALL.get(opcode);
        if (better != null) {
            better.accept(code);
        }
        return better != null;
    }
}
