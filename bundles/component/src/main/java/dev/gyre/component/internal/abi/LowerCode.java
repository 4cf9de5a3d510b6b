package dev.gyre.component.internal.abi;

import static dev.gyre.component.internal.abi.AdapterClass.type;
import static dev.gyre.component.internal.abi.Place.desc;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

import dev.gyre.api.engine.LinearMemory;

/** Writes the code of {@link Lowerer}: what codecs do when they store and lower, for one type. For one thread. */
final class LowerCode {
    static final int CX = 0;
    private static final int ARRAY = 1;
    private static final int AT = 2;
    private static final int VALUE = 3;
    /** The first variable of a method's own. */
    private static final int OWN = 4;
    private static final ClassDesc OBJECTS = desc(Object[].class);

    private final AdapterClass adapter;
    private final ScalarCode scalars;

    private LowerCode(AdapterClass adapter) {
        this.adapter = adapter;
        this.scalars = new ScalarCode(adapter);
    }

    static Lowerer write(Codec codec, boolean flat) {
        AdapterClass adapter = new AdapterClass(Lowerer.class);
        LowerCode code = new LowerCode(adapter);
        MethodTypeDesc type = type(CD_void, Lowering.class, flat, CD_Object);
        return (Lowerer) adapter.define(type(CD_void, Lowering.class, CD_Object, CD_int, CD_Object), "lower", c -> {
            c.aload(1).aload(2).checkcast(Place.type(flat)).iload(3).aload(4);
            adapter.call(c, "begin", codec, flat, type, b -> {
                code.value(b, codec, new Place(flat, ARRAY, AT, 0), () -> b.aload(VALUE));
                b.return_();
            });
            c.return_();
        });
    }

    /** @param value pushes it */
    private void value(CodeBuilder c, Codec codec, Place to, Runnable value) {
        switch (codec) {
            case ScalarCodec.HandleCodec h -> handle(c, adapter, h, to, value);
            case ScalarCodec s -> scalars.write(c, s, to, () -> {
                value.run();
                scalars.unbox(c, s);
            });
            case ListCodec.Generic l -> to.writePair(c, () -> {
                c.aload(CX);
                value.run();
                adapter.call(c, "list", l, false, type(CD_long, Lowering.class, CD_Object), b -> list(b, l));
            });
            case StringCodec s -> pair(c, adapter, s, to, value);
            case ListCodec l -> pair(c, adapter, l, to, value);
            case RecordCodec r when AdapterClass.fits(r) -> part(c, r, to, value, b -> record(b, r, new Place(to.flat(), ARRAY, AT, 0)));
            case VariantCodec v when AdapterClass.fits(v) -> part(c, v, to, value, b -> variant(b, v, new Place(to.flat(), ARRAY, AT, 0)));
            default -> byCodec(c, adapter, codec, to, value);
        }
    }

    private void part(CodeBuilder c, Codec codec, Place to, Runnable value, Consumer<CodeBuilder> body) {
        c.aload(CX);
        to.push(c);
        value.run();
        adapter.call(c, "part", codec, to.flat(), type(CD_void, Lowering.class, to.flat(), CD_Object), body);
    }

    static void handle(CodeBuilder c, AdapterClass adapter, ScalarCodec.HandleCodec codec, Place to, Runnable value) {
        to.writeInt(c, 4, () -> {
            adapter.constant(c, codec).aload(CX);
            value.run();
            c.invokevirtual(desc(ScalarCodec.class), "lower", type(CD_long, Lowering.class, CD_Object)).l2i();
        });
    }

    /** Has a codec write what a pointer and a length lead to. */
    static void pair(CodeBuilder c, AdapterClass adapter, Codec codec, Place to, Runnable value) {
        to.writePair(c, () -> {
            adapter.constant(c, codec).aload(CX);
            value.run();
            c.invokevirtual(desc(AdapterClass.declared(codec)), "write", type(CD_long, Lowering.class, CD_Object));
        });
    }

    static void byCodec(CodeBuilder c, AdapterClass adapter, Codec codec, Place to, Runnable value) {
        adapter.constant(c, codec).aload(CX);
        value.run();
        if (to.flat()) {
            LiftCode.newFlat(c, to);
            c.invokevirtual(desc(Codec.class), "lower", type(CD_void, Lowering.class, CD_Object, desc(Flat.class)));
        } else {
            to.push(c);
            c.invokevirtual(desc(Codec.class), "store", type(CD_void, Lowering.class, CD_Object, Place.BYTES, CD_int));
        }
    }

    private void record(CodeBuilder c, RecordCodec codec, Place to) {
        int values = OWN;
        adapter.constant(c, codec).aload(VALUE).invokevirtual(desc(RecordCodec.class), "values", MethodTypeDesc.of(OBJECTS, CD_Object)).astore(values);
        for (int i = 0; i < codec.fields.length; i++) {
            int field = i;
            value(c, codec.fields[i], to.plus(codec.offset(i, to.flat())), () -> c.aload(values).loadConstant(field).aaload());
        }
        c.return_();
    }

    private void variant(CodeBuilder c, VariantCodec codec, Place to) {
        int index = OWN;
        int payload = OWN + 1;
        Place at = to.plus(codec.payloadAt(to.flat()));
        adapter.constant(c, codec).aload(VALUE).invokevirtual(desc(VariantCodec.class), "indexOf", MethodTypeDesc.of(CD_int, CD_Object)).istore(index);
        to.writeInt(c, codec.width, () -> c.iload(index));
        Cases.write(c, codec, index, i -> true, (i, p) -> {
            adapter.constant(c, codec).aload(VALUE).iload(index);
            c.invokevirtual(desc(VariantCodec.class), "payload", MethodTypeDesc.of(CD_Object, CD_Object, CD_int)).astore(payload);
            value(c, p, at, () -> c.aload(payload));
            if (to.flat()) {
                Cases.widen(c, codec, i, at);
            }
        });
        c.return_();
    }

    /** The method's parameter is a list; it returns a {@link Bytes#pair}. */
    private void list(CodeBuilder c, ListCodec.Generic codec) {
        int value = 1;
        int count = 2;
        int pointer = 3;
        int block = 4;
        int elements = 5;
        int at = 6;
        int element = 7;
        adapter.constant(c, codec).aload(value).invokevirtual(desc(ListCodec.class), "count", MethodTypeDesc.of(CD_int, CD_Object)).istore(count);
        adapter.constant(c, codec).aload(CX).iload(count).invokevirtual(desc(ListCodec.class), "allocate", type(CD_int, Lowering.class, CD_int)).istore(pointer);
        c.iload(count).loadConstant(codec.elementSize).imul().newarray(TypeKind.BYTE).astore(block);
        c.aload(value).checkcast(desc(List.class)).invokeinterface(desc(List.class), "iterator", MethodTypeDesc.of(desc(Iterator.class))).astore(elements);
        Label next = c.newLabel();
        Label end = c.newLabel();
        c.iconst_0().istore(at);
        c.labelBinding(next).aload(elements).invokeinterface(desc(Iterator.class), "hasNext", MethodTypeDesc.of(CD_boolean)).ifeq(end);
        c.aload(elements).invokeinterface(desc(Iterator.class), "next", MethodTypeDesc.of(CD_Object)).astore(element);
        value(c, codec.element, new Place(false, block, at, 0), () -> c.aload(element));
        c.iload(at).loadConstant(codec.elementSize).iadd().istore(at).goto_(next);
        c.labelBinding(end);
        finish(c, pointer, block, count);
    }

    /** Writes a list's memory, and returns where it is. */
    static void finish(CodeBuilder c, int pointer, int block, int count) {
        c.aload(CX).invokeinterface(desc(Lowering.class), "memory", MethodTypeDesc.of(desc(LinearMemory.class)));
        c.iload(pointer).aload(block).invokeinterface(desc(LinearMemory.class), "write", MethodTypeDesc.of(CD_void, CD_int, Place.BYTES));
        c.iload(pointer).iload(count).invokestatic(desc(Bytes.class), "pair", MethodTypeDesc.of(CD_long, CD_int, CD_int)).lreturn();
    }
}
