package dev.gyre.component.internal.abi;

import static dev.gyre.component.internal.abi.AdapterClass.type;
import static dev.gyre.component.internal.abi.Place.desc;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Consumer;

/** Writes the code of {@link Taker}, for one type. For one thread. */
final class TakeCode {
    private static final int CX = 0;
    private static final int FROM = 1;
    private static final int AT = 2;
    private static final int TO = 3;
    private static final int TO_AT = 4;
    private static final int HELD = 5;
    private static final int HELD_AT = 6;
    /** The first variable of a method's own. */
    private static final int OWN = 7;
    private static final ClassDesc OBJECTS = desc(Object[].class);

    private final AdapterClass adapter;
    private final ScalarCode scalars;

    private TakeCode(AdapterClass adapter) {
        this.adapter = adapter;
        this.scalars = new ScalarCode(adapter);
    }

    static Taker write(Codec codec, boolean flat) {
        AdapterClass adapter = new AdapterClass(Taker.class);
        TakeCode code = new TakeCode(adapter);
        return (Taker) adapter.define(type(CD_void, Lifting.class, CD_Object, CD_int, CD_Object, CD_int, OBJECTS), "take", c -> {
            c.aload(1).aload(2).checkcast(Place.type(flat)).iload(3).aload(4).checkcast(Place.type(flat)).iload(5).aload(6).iconst_0();
            adapter.call(c, "begin", codec, flat, partType(flat), b -> {
                code.value(b, codec, new Place(flat, FROM, AT, 0), new Place(flat, TO, TO_AT, 0), 0);
                b.return_();
            });
            c.return_();
        });
    }

    private static MethodTypeDesc partType(boolean flat) {
        return type(CD_void, Lifting.class, flat, Place.type(flat), CD_int, OBJECTS, CD_int);
    }

    /** @param held the place among what is held, from the method's own on */
    private void value(CodeBuilder c, Codec codec, Place from, Place to, int held) {
        switch (codec) {
            case ScalarCodec.HandleCodec h -> hold(c, held, () -> {
                adapter.constant(c, h).aload(CX);
                from.readInt(c, 4);
                c.i2l().invokevirtual(desc(ScalarCodec.class), "lift", type(CD_Object, Lifting.class, CD_long));
            });
            case ScalarCodec s -> scalars.write(c, s, to, () -> scalars.read(c, s, from));
            case StringCodec s -> hold(c, held, () -> {
                c.aload(CX);
                from.readPair(c);
                c.invokestatic(desc(StringCodec.class), "read", type(CD_Object, Lifting.class, CD_int, CD_int));
            });
            case ListCodec.Generic l -> hold(c, held, () -> {
                c.aload(CX);
                from.readPair(c);
                adapter.call(c, "list", l, false, type(desc(HeldList.class), Lifting.class, CD_int, CD_int), b -> list(b, l));
            });
            case ListCodec l -> hold(c, held, () -> {
                adapter.constant(c, l).aload(CX);
                from.readPair(c);
                c.invokevirtual(desc(ListCodec.class), "read", type(CD_Object, Lifting.class, CD_int, CD_int));
            });
            case RecordCodec r when AdapterClass.fits(r) -> part(c, r, from, to, held, b -> record(b, r, from.flat()));
            case VariantCodec v when AdapterClass.fits(v) -> part(c, v, from, to, held, b -> variant(b, v, from.flat()));
            default -> hold(c, held, () -> LiftCode.byCodec(c, adapter, codec, from));
        }
    }

    private static void hold(CodeBuilder c, int held, Runnable value) {
        c.aload(HELD).iload(HELD_AT).loadConstant(held).iadd();
        value.run();
        c.aastore();
    }

    private void part(CodeBuilder c, Codec codec, Place from, Place to, int held, Consumer<CodeBuilder> body) {
        c.aload(CX);
        from.push(c);
        to.push(c);
        c.aload(HELD).iload(HELD_AT).loadConstant(held).iadd();
        adapter.call(c, "part", codec, from.flat(), partType(from.flat()), body);
    }

    private void record(CodeBuilder c, RecordCodec codec, boolean flat) {
        int held = 0;
        for (int i = 0; i < codec.fields.length; i++) {
            int offset = codec.offset(i, flat);
            value(c, codec.fields[i], new Place(flat, FROM, AT, offset), new Place(flat, TO, TO_AT, offset), held);
            held += Held.of(codec.fields[i]);
        }
        c.return_();
    }

    private void variant(CodeBuilder c, VariantCodec codec, boolean flat) {
        int index = OWN;
        Place from = new Place(flat, FROM, AT, 0);
        Place to = new Place(flat, TO, TO_AT, 0);
        int payload = codec.payloadAt(flat);
        from.readInt(c, codec.width);
        c.loadConstant(codec.cases.length).invokestatic(desc(Scalars.class), "label", MethodTypeDesc.of(CD_int, CD_int, CD_int)).istore(index);
        to.writeInt(c, codec.width, () -> c.iload(index));
        Cases.write(c, codec, index, i -> true, (i, p) -> {
            value(c, p, from.plus(payload), to.plus(payload), 0);
            if (flat) {
                Cases.widen(c, codec, i, to.plus(payload));
            }
        });
        c.return_();
    }

    /** The method's parameters are pointer and length; it returns a {@link HeldList}. */
    private void list(CodeBuilder c, ListCodec.Generic codec) {
        int count = 2;
        int block = TO;
        int source = OWN;
        int each = Held.of(codec.element);
        adapter.constant(c, codec).aload(CX).iload(1).iload(count);
        c.invokevirtual(desc(ListCodec.class), "block", type(Place.BYTES, Lifting.class, CD_int, CD_int)).astore(source);
        c.aload(source).arraylength().newarray(TypeKind.BYTE).astore(block);
        c.iload(count).loadConstant(each).imul().anewarray(CD_Object).astore(HELD);
        c.iconst_0().istore(HELD_AT);
        Loop.write(c, TO_AT, codec.elementSize, () -> c.aload(source).arraylength(), () -> {
            value(c, codec.element, new Place(false, source, TO_AT, 0), new Place(false, block, TO_AT, 0), 0);
            if (each > 0) {
                c.iload(HELD_AT).loadConstant(each).iadd().istore(HELD_AT);
            }
        });
        c.new_(desc(HeldList.class)).dup().aload(block).aload(HELD).iload(count);
        c.invokespecial(desc(HeldList.class), "<init>", MethodTypeDesc.of(CD_void, Place.BYTES, OBJECTS, CD_int)).areturn();
    }
}
