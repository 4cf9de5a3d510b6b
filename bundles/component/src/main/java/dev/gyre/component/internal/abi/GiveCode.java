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
import java.util.function.Consumer;

/** Writes the code of {@link Giver}, for one type. For one thread. */
final class GiveCode {
    private static final int CX = LowerCode.CX;
    private static final int TO = 1;
    private static final int AT = 2;
    private static final int HELD = 3;
    private static final int HELD_AT = 4;
    /** The first variable of a method's own. */
    private static final int OWN = 5;
    private static final ClassDesc OBJECTS = desc(Object[].class);

    private final AdapterClass adapter;

    private GiveCode(AdapterClass adapter) {
        this.adapter = adapter;
    }

    static Giver write(Codec codec, boolean flat) {
        AdapterClass adapter = new AdapterClass(Giver.class);
        GiveCode code = new GiveCode(adapter);
        return (Giver) adapter.define(type(CD_void, Lowering.class, CD_Object, CD_int, OBJECTS), "give", c -> {
            c.aload(1).aload(2).checkcast(Place.type(flat)).iload(3).aload(4).iconst_0();
            adapter.call(c, "begin", codec, flat, partType(flat), b -> {
                code.value(b, codec, new Place(flat, TO, AT, 0), 0);
                b.return_();
            });
            c.return_();
        });
    }

    private static MethodTypeDesc partType(boolean flat) {
        return type(CD_void, Lowering.class, flat, OBJECTS, CD_int);
    }

    /** @param held the place among what is held, from the method's own on */
    private void value(CodeBuilder c, Codec codec, Place to, int held) {
        if (Held.of(codec) == 0) {
            return;
        }
        Runnable value = () -> c.aload(HELD).iload(HELD_AT).loadConstant(held).iadd().aaload();
        switch (codec) {
            case ScalarCodec.HandleCodec h -> LowerCode.handle(c, adapter, h, to, value);
            case ListCodec.Generic l -> to.writePair(c, () -> {
                c.aload(CX);
                value.run();
                c.checkcast(desc(HeldList.class));
                adapter.call(c, "list", l, false, type(CD_long, Lowering.class, desc(HeldList.class)), b -> list(b, l));
            });
            case StringCodec s -> LowerCode.pair(c, adapter, s, to, value);
            case ListCodec l -> LowerCode.pair(c, adapter, l, to, value);
            case RecordCodec r when AdapterClass.fits(r) -> part(c, r, to, held, b -> record(b, r, to.flat()));
            case VariantCodec v when AdapterClass.fits(v) -> part(c, v, to, held, b -> variant(b, v, to.flat()));
            default -> LowerCode.byCodec(c, adapter, codec, to, value);
        }
    }

    private void part(CodeBuilder c, Codec codec, Place to, int held, Consumer<CodeBuilder> body) {
        c.aload(CX);
        to.push(c);
        c.aload(HELD).iload(HELD_AT).loadConstant(held).iadd();
        adapter.call(c, "part", codec, to.flat(), partType(to.flat()), body);
    }

    private void record(CodeBuilder c, RecordCodec codec, boolean flat) {
        int held = 0;
        for (int i = 0; i < codec.fields.length; i++) {
            value(c, codec.fields[i], new Place(flat, TO, AT, codec.offset(i, flat)), held);
            held += Held.of(codec.fields[i]);
        }
        c.return_();
    }

    private void variant(CodeBuilder c, VariantCodec codec, boolean flat) {
        int index = OWN;
        Place to = new Place(flat, TO, AT, 0);
        Place payload = to.plus(codec.payloadAt(flat));
        to.readInt(c, codec.width);
        c.istore(index);
        Cases.write(c, codec, index, i -> Held.of(codec.cases[i].orElseThrow()) > 0, (i, p) -> {
            value(c, p, payload, 0);
            if (flat) {
                Cases.widen(c, codec, i, payload);
            }
        });
        c.return_();
    }

    /** The method's parameter is a {@link HeldList}; it returns a {@link Bytes#pair}. */
    private void list(CodeBuilder c, ListCodec.Generic codec) {
        int list = 1;
        int count = OWN;
        int pointer = OWN + 1;
        int block = OWN + 2;
        int each = Held.of(codec.element);
        c.aload(list).invokevirtual(desc(HeldList.class), "count", MethodTypeDesc.of(CD_int)).istore(count);
        adapter.constant(c, codec).aload(CX).iload(count).invokevirtual(desc(ListCodec.class), "allocate", type(CD_int, Lowering.class, CD_int)).istore(pointer);
        c.aload(list).invokevirtual(desc(HeldList.class), "block", MethodTypeDesc.of(Place.BYTES)).astore(block);
        if (each > 0) {
            c.aload(list).invokevirtual(desc(HeldList.class), "held", MethodTypeDesc.of(OBJECTS)).astore(HELD);
            c.iconst_0().istore(HELD_AT);
            Loop.write(c, AT, codec.elementSize, () -> c.aload(block).arraylength(), () -> {
                value(c, codec.element, new Place(false, block, AT, 0), 0);
                c.iload(HELD_AT).loadConstant(each).iadd().istore(HELD_AT);
            });
        }
        LowerCode.finish(c, pointer, block, count);
    }
}
