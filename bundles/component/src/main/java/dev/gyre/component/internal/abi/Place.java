package dev.gyre.component.internal.abi;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Where generated code reads or writes a value: in an array of bytes or of core values.
 *
 * @param flat   whether they are core values
 * @param array  local variable
 * @param at     local variable; the index in the array
 * @param offset from there
 */
record Place(boolean flat, int array, int at, int offset) {
    static final ClassDesc BYTES = desc(byte[].class);
    static final ClassDesc CORE = desc(long[].class);
    private static final ClassDesc ACCESS = desc(Bytes.class);

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    Place plus(int more) {
        return new Place(flat, array, at, offset + more);
    }

    /** The array's type. */
    static ClassDesc type(boolean flat) {
        return flat ? CORE : BYTES;
    }

    /** Pushes the array and the index. */
    void push(CodeBuilder c) {
        c.aload(array).iload(at);
        if (offset != 0) {
            c.loadConstant(offset).iadd();
        }
    }

    /** Pushes a number of some bytes as an int, those of less than 4 without a sign; in core values they are one. */
    void readInt(CodeBuilder c, int bytes) {
        push(c);
        if (flat) {
            c.laload().l2i();
            return;
        }
        switch (bytes) {
            case 1 -> c.baload().loadConstant(0xff).iand();
            case 2 -> c.invokestatic(ACCESS, "readShort", MethodTypeDesc.of(CD_short, BYTES, CD_int)).i2c();
            default -> c.invokestatic(ACCESS, "readInt", MethodTypeDesc.of(CD_int, BYTES, CD_int));
        }
    }

    /** Pushes a long. */
    void readLong(CodeBuilder c) {
        push(c);
        if (flat) {
            c.laload();
        } else {
            c.invokestatic(ACCESS, "readLong", MethodTypeDesc.of(CD_long, BYTES, CD_int));
        }
    }

    /** Writes an int as a number of some bytes. */
    void writeInt(CodeBuilder c, int bytes, Runnable value) {
        push(c);
        value.run();
        if (flat) {
            c.i2l().lastore();
            return;
        }
        switch (bytes) {
            case 1 -> c.bastore();
            case 2 -> c.i2s().invokestatic(ACCESS, "writeShort", MethodTypeDesc.of(CD_void, BYTES, CD_int, CD_short));
            default -> c.invokestatic(ACCESS, "writeInt", MethodTypeDesc.of(CD_void, BYTES, CD_int, CD_int));
        }
    }

    /** Writes a long. */
    void writeLong(CodeBuilder c, Runnable value) {
        push(c);
        value.run();
        if (flat) {
            c.lastore();
        } else {
            c.invokestatic(ACCESS, "writeLong", MethodTypeDesc.of(CD_void, BYTES, CD_int, CD_long));
        }
    }

    /** Pushes a pointer and a length. */
    void readPair(CodeBuilder c) {
        readInt(c, 4);
        plus(flat ? 1 : 4).readInt(c, 4);
    }

    /** Writes a {@link Bytes#pair}. */
    void writePair(CodeBuilder c, Runnable value) {
        push(c);
        value.run();
        if (flat) {
            c.invokestatic(desc(Flat.class), "putPair", MethodTypeDesc.of(CD_void, CORE, CD_int, CD_long));
        } else {
            c.invokestatic(ACCESS, "writePair", MethodTypeDesc.of(CD_void, BYTES, CD_int, CD_long));
        }
    }
}
