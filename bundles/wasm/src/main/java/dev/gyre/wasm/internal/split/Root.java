package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ValType;

/** A function of the module and its local variables, whose numbers its parts keep using. For one thread. */
final class Root {
    final int function;
    final FuncType type;
    /** Parameters, then the others, then those made here. */
    final List<ValType> locals;
    private int selector = -1;
    private int code = -1;
    private int index = -1;
    /** Functions taken out of it, in order. */
    final List<Func> parts = new ArrayList<>();

    Root(int function, FuncType type, List<ValType> locals) {
        this.function = function;
        this.type = type;
        this.locals = locals;
    }

    private int made() {
        locals.add(ValType.I32);
        return locals.size() - 1;
    }

    /** Says at which arm a group is entered. */
    int selector() {
        return selector < 0 ? selector = made() : selector;
    }

    /** Holds a part's result while locals are read back. */
    int code() {
        return code < 0 ? code = made() : code;
    }

    /** Holds a {@code br_table}'s operand. */
    int index() {
        return index < 0 ? index = made() : index;
    }

    int words() {
        return (locals.size() + 63) / 64;
    }
}
