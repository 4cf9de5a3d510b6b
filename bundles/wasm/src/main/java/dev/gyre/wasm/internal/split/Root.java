package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.wasm.FuncType;
import dev.gyre.wasm.ValType;

/** A function of the module and its local variables, whose numbers its parts keep using. For one thread. */
final class Root {
    final int function;
    final FuncType type;
    /** What a return branches to. */
    final Label body;
    /** Parameters, then the others, then those made here. */
    final List<ValType> locals;
    /** Says at which arm a group is entered. */
    final int selector;
    /** Holds a part's result while locals are read back. */
    final int code;
    /** Functions taken out of it, in order. */
    final List<Func> parts = new ArrayList<>();

    Root(int function, FuncType type, List<ValType> locals) {
        this.function = function;
        this.type = type;
        this.body = new Label(Label.BODY, List.of(), type.results());
        this.locals = locals;
        this.selector = made();
        this.code = made();
    }

    private int made() {
        locals.add(ValType.I32);
        return locals.size() - 1;
    }

    int words() {
        return (locals.size() + 63) / 64;
    }
}
