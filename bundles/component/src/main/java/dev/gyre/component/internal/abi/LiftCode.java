package dev.gyre.component.internal.abi;

import static dev.gyre.component.internal.abi.AdapterClass.type;
import static dev.gyre.component.internal.abi.Place.desc;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.function.Consumer;

/** Writes the code of {@link Lifter}: what codecs do when they load and lift, for one type. For one thread. */
final class LiftCode {
    private static final int CX = 0;
    private static final int ARRAY = 1;
    private static final int AT = 2;
    /** The first variable of a method's own. */
    private static final int OWN = 3;
    private static final ClassDesc LIST = desc(ArrayList.class);

    private final AdapterClass adapter;
    private final ScalarCode scalars;

    private LiftCode(AdapterClass adapter) {
        this.adapter = adapter;
        this.scalars = new ScalarCode(adapter);
    }

    static Lifter write(Codec codec, boolean flat) {
        AdapterClass adapter = new AdapterClass(Lifter.class);
        LiftCode code = new LiftCode(adapter);
        MethodTypeDesc type = type(CD_Object, Lifting.class, flat);
        return (Lifter) adapter.define(type(CD_Object, Lifting.class, CD_Object, CD_int), "lift", c -> {
            c.aload(1).aload(2).checkcast(Place.type(flat)).iload(3);
            adapter.call(c, "begin", codec, flat, type, b -> {
                code.value(b, codec, new Place(flat, ARRAY, AT, 0));
                b.areturn();
            });
            c.areturn();
        });
    }

    /** Pushes a value. */
    private void value(CodeBuilder c, Codec codec, Place from) {
        switch (codec) {
            case ScalarCodec.HandleCodec h -> {
                adapter.constant(c, h).aload(CX);
                from.readInt(c, 4);
                c.i2l().invokevirtual(desc(ScalarCodec.class), "lift", type(CD_Object, Lifting.class, CD_long));
            }
            case ScalarCodec s -> {
                scalars.read(c, s, from);
                scalars.box(c, s);
            }
            case StringCodec s -> {
                c.aload(CX);
                from.readPair(c);
                c.invokestatic(desc(StringCodec.class), "read", type(CD_Object, Lifting.class, CD_int, CD_int));
            }
            case ListCodec.Generic l -> {
                c.aload(CX);
                from.readPair(c);
                adapter.call(c, "list", l, false, type(CD_Object, Lifting.class, CD_int, CD_int), b -> list(b, l));
            }
            case ListCodec l -> {
                adapter.constant(c, l).aload(CX);
                from.readPair(c);
                c.invokevirtual(desc(ListCodec.class), "read", type(CD_Object, Lifting.class, CD_int, CD_int));
            }
            case RecordCodec r when AdapterClass.fits(r) -> part(c, r, from, b -> record(b, r, new Place(from.flat(), ARRAY, AT, 0)));
            case VariantCodec v when AdapterClass.fits(v) -> part(c, v, from, b -> variant(b, v, new Place(from.flat(), ARRAY, AT, 0)));
            default -> byCodec(c, adapter, codec, from);
        }
    }

    private void part(CodeBuilder c, Codec codec, Place from, Consumer<CodeBuilder> body) {
        c.aload(CX);
        from.push(c);
        adapter.call(c, "part", codec, from.flat(), type(CD_Object, Lifting.class, from.flat()), body);
    }

    /** Pushes what a codec makes of it. */
    static void byCodec(CodeBuilder c, AdapterClass adapter, Codec codec, Place from) {
        adapter.constant(c, codec).aload(CX);
        if (from.flat()) {
            newFlat(c, from);
            c.invokevirtual(desc(Codec.class), "lift", type(CD_Object, Lifting.class, desc(Flat.class)));
        } else {
            from.push(c);
            c.invokevirtual(desc(Codec.class), "load", type(CD_Object, Lifting.class, false));
        }
    }

    /** Pushes a cursor. */
    static void newFlat(CodeBuilder c, Place at) {
        c.new_(desc(Flat.class)).dup();
        at.push(c);
        c.invokespecial(desc(Flat.class), "<init>", MethodTypeDesc.of(CD_void, Place.CORE, CD_int));
    }

    private void record(CodeBuilder c, RecordCodec codec, Place from) {
        c.loadConstant(codec.fields.length).anewarray(CD_Object);
        for (int i = 0; i < codec.fields.length; i++) {
            c.dup().loadConstant(i);
            value(c, codec.fields[i], from.plus(codec.offset(i, from.flat())));
            c.aastore();
        }
        c.areturn();
    }

    private void variant(CodeBuilder c, VariantCodec codec, Place from) {
        int index = OWN;
        int payload = OWN + 1;
        from.readInt(c, codec.width);
        c.loadConstant(codec.cases.length).invokestatic(desc(Scalars.class), "label", MethodTypeDesc.of(CD_int, CD_int, CD_int)).istore(index);
        c.aconst_null().astore(payload);
        Cases.write(c, codec, index, i -> true, (i, p) -> {
            value(c, p, from.plus(codec.payloadAt(from.flat())));
            c.astore(payload);
        });
        adapter.constant(c, codec).iload(index).aload(payload);
        c.invokevirtual(desc(VariantCodec.class), "value", MethodTypeDesc.of(CD_Object, CD_int, CD_Object)).areturn();
    }

    /** The method's parameters are pointer and length. */
    private void list(CodeBuilder c, ListCodec.Generic codec) {
        int count = 2;
        int block = OWN;
        int values = OWN + 1;
        int at = OWN + 2;
        adapter.constant(c, codec).aload(CX).iload(1).iload(count);
        c.invokevirtual(desc(ListCodec.class), "block", type(Place.BYTES, Lifting.class, CD_int, CD_int)).astore(block);
        c.new_(LIST).dup().iload(count).invokespecial(LIST, "<init>", MethodTypeDesc.of(CD_void, CD_int)).astore(values);
        Loop.write(c, at, codec.elementSize, () -> c.aload(block).arraylength(), () -> {
            c.aload(values);
            value(c, codec.element, new Place(false, block, at, 0));
            c.invokevirtual(LIST, "add", MethodTypeDesc.of(desc(boolean.class), CD_Object)).pop();
        });
        c.aload(values).areturn();
    }
}
