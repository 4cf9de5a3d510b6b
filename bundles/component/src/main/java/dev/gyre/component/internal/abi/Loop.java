package dev.gyre.component.internal.abi;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;

/** Writes a loop over the elements of a list in memory. Stateless. */
final class Loop {
    private Loop() {
    }

    /**
     * @param at    local variable: the element's place
     * @param bytes pushes how many all elements have
     */
    static void write(CodeBuilder c, int at, int size, Runnable bytes, Runnable element) {
        Label next = c.newLabel();
        Label end = c.newLabel();
        c.iconst_0().istore(at);
        c.labelBinding(next).iload(at);
        bytes.run();
        c.if_icmpge(end);
        element.run();
        c.iload(at).loadConstant(size).iadd().istore(at).goto_(next);
        c.labelBinding(end);
    }
}
