package dev.gyre.engine.chicory.internal.rewrite;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.chicory.internal.code.LoopCheck;
import dev.gyre.engine.chicory.internal.code.MemoryView;

/**
 * The class of a module's view: a field for each of its own numeric globals, so that code reads one with one load, and the
 * module's {@link LoopCheck}.
 */
public final class StateClass {
    /** Of the static field that holds the check. */
    public static final String LOOPS = "loops";
    static final String CHECK = "check";
    private static final String SUFFIX = "State";
    private static final String GLOBAL = "global";
    /** Globals in one switch: the JVM compiles no method of more than 8000 bytes, and has none of more than 65535. */
    private static final int SWITCH = 300;
    private static final ClassDesc VIEW = MemoryView.class.describeConstable().orElseThrow();
    private static final ClassDesc LOOP_CHECK = LoopCheck.class.describeConstable().orElseThrow();

    private StateClass() {
    }

    public static String name(String machine) {
        return machine + SUFFIX;
    }

    static String field(int global) {
        return "g" + global;
    }

    /** The type of the field of a global. */
    static ClassDesc type(ValueType type) {
        return switch (type) {
            case I32 -> CD_int;
            case I64 -> CD_long;
            case F32 -> CD_float;
            case F64 -> CD_double;
            default -> throw new IllegalArgumentException("global of type " + type);
        };
    }

    /**
     * @param globals that have a field, by their index, imports counted
     * @throws ModuleException when they are more than a class can name: some 21,000
     */
    static byte[] bytes(String machine, Map<Integer, ValueType> globals) {
        try {
            return build(machine, globals);
        } catch (IllegalArgumentException e) {
            throw new ModuleException("has more globals, functions or types than chicory can compile: its " + globals.size() + " numeric globals are more"
                    + " than a class of the JVM can hold; another engine may run it (gyre up --engine graalwasm)", e);
        }
    }

    private static byte[] build(String machine, Map<Integer, ValueType> globals) {
        ClassDesc self = ClassDesc.of(name(machine));
        List<Map.Entry<Integer, ValueType>> fields = globals.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
        return ClassFile.of().build(self, c -> {
            c.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL).withSuperclass(VIEW);
            c.withField(LOOPS, LOOP_CHECK, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
            c.withField(CHECK, CD_MethodHandle, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
            fields.forEach(g -> c.withField(field(g.getKey()), type(g.getValue()), ClassFile.ACC_PUBLIC));
            c.withMethodBody(CLASS_INIT_NAME, MTD_void, ClassFile.ACC_STATIC, b -> b.new_(LOOP_CHECK).dup().invokespecial(LOOP_CHECK, INIT_NAME, MTD_void)
                    .dup().putstatic(self, LOOPS, LOOP_CHECK)
                    .invokevirtual(LOOP_CHECK, "invoker", MethodTypeDesc.of(CD_MethodHandle)).putstatic(self, CHECK, CD_MethodHandle).return_());
            c.withMethodBody(INIT_NAME, MTD_void, ClassFile.ACC_PUBLIC, b -> b.aload(0).invokespecial(VIEW, INIT_NAME, MTD_void).return_());
            each(c, self, MethodTypeDesc.of(CD_long, CD_int), fields,
                    (code, g) -> encode(code.aload(0).getfield(self, field(g.getKey()), type(g.getValue())), g.getValue()).lreturn());
            each(c, self, MethodTypeDesc.of(CD_void, CD_int, CD_long), fields,
                    (code, g) -> decode(code.aload(0).lload(2), g.getValue()).putfield(self, field(g.getKey()), type(g.getValue())).return_());
        });
    }

    /** A method that does something with the global that its first parameter names; where they are many, one that calls such methods. */
    private static void each(ClassBuilder c, ClassDesc self, MethodTypeDesc type, List<Map.Entry<Integer, ValueType>> fields,
            BiConsumer<CodeBuilder, Map.Entry<Integer, ValueType>> body) {
        if (fields.size() <= SWITCH) {
            c.withMethodBody(GLOBAL, type, ClassFile.ACC_PUBLIC, code -> each(code, fields, body));
            return;
        }
        int parts = Math.ceilDiv(fields.size(), SWITCH);
        for (int i = 0; i < parts; i++) {
            List<Map.Entry<Integer, ValueType>> part = fields.subList(i * SWITCH, Math.min((i + 1) * SWITCH, fields.size()));
            c.withMethodBody(GLOBAL + i, type, ClassFile.ACC_PRIVATE, code -> each(code, part, body));
        }
        c.withMethodBody(GLOBAL, type, ClassFile.ACC_PUBLIC, code -> {
            for (int i = 0; i < parts; i++) {
                Label next = code.newLabel();
                if (i + 1 < parts) {
                    code.iload(1).loadConstant((int) fields.get((i + 1) * SWITCH).getKey()).if_icmpge(next);
                }
                code.aload(0).iload(1);
                if (type.parameterCount() == 2) {
                    code.lload(2);
                }
                code.invokevirtual(self, GLOBAL + i, type).return_(TypeKind.from(type.returnType())).labelBinding(next);
            }
        });
    }

    /** A switch over parameter 1. */
    private static void each(CodeBuilder code, List<Map.Entry<Integer, ValueType>> fields, BiConsumer<CodeBuilder, Map.Entry<Integer, ValueType>> body) {
        Label none = code.newLabel();
        List<Label> labels = fields.stream().map(f -> code.newLabel()).toList();
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            cases.add(SwitchCase.of(fields.get(i).getKey(), labels.get(i)));
        }
        code.iload(1).lookupswitch(none, cases);
        for (int i = 0; i < labels.size(); i++) {
            body.accept(code.labelBinding(labels.get(i)), fields.get(i));
        }
        ClassDesc unknown = IndexOutOfBoundsException.class.describeConstable().orElseThrow();
        code.labelBinding(none).new_(unknown).dup().iload(1).invokespecial(unknown, INIT_NAME, MethodTypeDesc.of(CD_void, CD_int)).athrow();
    }

    private static CodeBuilder encode(CodeBuilder code, ValueType type) {
        return switch (type) {
            case I32 -> code.i2l();
            case F32 -> code.invokestatic(ClassDesc.of("java.lang.Float"), "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float)).i2l();
            case F64 -> code.invokestatic(ClassDesc.of("java.lang.Double"), "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
            default -> code;
        };
    }

    private static CodeBuilder decode(CodeBuilder code, ValueType type) {
        return switch (type) {
            case I32 -> code.l2i();
            case F32 -> code.l2i().invokestatic(ClassDesc.of("java.lang.Float"), "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
            case F64 -> code.invokestatic(ClassDesc.of("java.lang.Double"), "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
            default -> code;
        };
    }
}
