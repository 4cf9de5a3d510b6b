package dev.gyre.component.internal.abi;

import static dev.gyre.component.internal.abi.Place.desc;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

import dev.gyre.component.type.ValueType;

/** Writes code for values that are one number: on the stack an int, or a long for what has 64 bits; floats are their bits. */
final class ScalarCode {
    private static final ClassDesc SCALARS = desc(Scalars.class);

    private final AdapterClass adapter;

    ScalarCode(AdapterClass adapter) {
        this.adapter = adapter;
    }

    /** Pushes a guest's number, after the checks of {@link ScalarCodec#lift(Lifting, long)}. */
    void read(CodeBuilder c, ScalarCodec codec, Place from) {
        if (codec.size == 8) {
            from.readLong(c);
        } else {
            from.readInt(c, codec.size);
        }
        switch (codec.type) {
            case ValueType.FlagsType f -> c.loadConstant(((ScalarCodec.Flags) codec).mask).iand();
            case ValueType.EnumType e -> c.loadConstant(((ScalarCodec.Label) codec).labels).invokestatic(SCALARS, "label", MethodTypeDesc.of(CD_int, CD_int, CD_int));
            case ValueType.Primitive p -> {
                switch (p) {
                    case S8 -> c.i2b();
                    case U8 -> c.loadConstant(0xff).iand();
                    case S16 -> c.i2s();
                    case U16 -> c.i2c();
                    case BOOL -> c.invokestatic(SCALARS, "bool", MethodTypeDesc.of(CD_int, CD_int));
                    case CHAR -> c.invokestatic(SCALARS, "character", MethodTypeDesc.of(CD_int, CD_int));
                    case F32 -> c.invokestatic(SCALARS, "f32", MethodTypeDesc.of(CD_int, CD_int));
                    case F64 -> c.invokestatic(SCALARS, "f64", MethodTypeDesc.of(CD_long, CD_long));
                    default -> { }
                }
            }
            default -> throw new IllegalArgumentException(codec.type + " is no number");
        }
    }

    /** Makes a number an object. */
    void box(CodeBuilder c, ScalarCodec codec) {
        switch (codec.type) {
            case ValueType.Primitive.BOOL -> box(c, Boolean.class, CD_boolean);
            case ValueType.Primitive.S8, ValueType.Primitive.U8 -> box(c.i2b(), Byte.class, desc(byte.class));
            case ValueType.Primitive.S16, ValueType.Primitive.U16 -> box(c.i2s(), Short.class, desc(short.class));
            case ValueType.Primitive.S64, ValueType.Primitive.U64 -> box(c, Long.class, CD_long);
            case ValueType.Primitive.F32 -> box(c.invokestatic(desc(Float.class), "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int)), Float.class, CD_float);
            case ValueType.Primitive.F64 -> box(c.invokestatic(desc(Double.class), "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long)), Double.class, CD_double);
            default -> box(c, Integer.class, CD_int);
        }
    }

    private static void box(CodeBuilder c, Class<?> type, ClassDesc primitive) {
        c.invokestatic(desc(type), "valueOf", MethodTypeDesc.of(desc(type), primitive));
    }

    /** Makes the host's object a number, after the checks of {@link ScalarCodec#lower(Lowering, Object)}. */
    void unbox(CodeBuilder c, ScalarCodec codec) {
        switch (codec.type) {
            case ValueType.Primitive.BOOL -> unbox(c, codec, Boolean.class, "booleanValue", CD_boolean);
            case ValueType.Primitive.S8 -> unbox(c, codec, Byte.class, "byteValue", desc(byte.class));
            case ValueType.Primitive.U8 -> unbox(c, codec, Byte.class, "byteValue", desc(byte.class)).loadConstant(0xff).iand();
            case ValueType.Primitive.S16 -> unbox(c, codec, Short.class, "shortValue", desc(short.class));
            case ValueType.Primitive.U16 -> unbox(c, codec, Short.class, "shortValue", desc(short.class)).i2c();
            case ValueType.Primitive.S64, ValueType.Primitive.U64 -> unbox(c, codec, Long.class, "longValue", CD_long);
            case ValueType.Primitive.F32 -> unbox(c, codec, Float.class, "floatValue", CD_float)
                    .invokestatic(desc(Float.class), "floatToIntBits", MethodTypeDesc.of(CD_int, CD_float));
            case ValueType.Primitive.F64 -> unbox(c, codec, Double.class, "doubleValue", CD_double)
                    .invokestatic(desc(Double.class), "doubleToLongBits", MethodTypeDesc.of(CD_long, CD_double));
            default -> unbox(c, codec, Integer.class, "intValue", CD_int);
        }
        if (codec instanceof ScalarCodec.Checked checked) {
            adapter.constant(c, checked).swap().invokevirtual(desc(ScalarCodec.Checked.class), "check", MethodTypeDesc.of(CD_int, CD_int));
        }
    }

    private CodeBuilder unbox(CodeBuilder c, Codec codec, Class<?> form, String method, ClassDesc primitive) {
        var good = c.newLabel();
        c.dup().instanceOf(desc(form)).ifne(good);
        adapter.constant(c, codec).loadConstant(desc(form)).invokestatic(desc(Codec.class), "refuse", MethodTypeDesc.of(CD_Object, CD_Object, desc(Codec.class), desc(Class.class)));
        return c.labelBinding(good).checkcast(desc(form)).invokevirtual(desc(form), method, MethodTypeDesc.of(primitive));
    }

    /** Writes a number that some code pushes. */
    void write(CodeBuilder c, ScalarCodec codec, Place to, Runnable number) {
        if (codec.size == 8) {
            to.writeLong(c, number);
        } else {
            to.writeInt(c, codec.size, number);
        }
    }
}
